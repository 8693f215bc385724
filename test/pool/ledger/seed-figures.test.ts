import { activate } from "../../../src/pool/ledger/activate.ts";
import { balanceOf } from "../../../src/pool/ledger/balance.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { balanceText, credit, examplePool, thisBox } from "../example-pool.ts";

const delivered: readonly Readonly<Record<string, number>>[] = [
  { "PBX-Registrations": 100, "PBX-SoftwarePhones": 10 },
  { "PBX-Operators": 1 },
  { "Relay-BRIs": 2, "Relay-Registrations": 100 },
];

t.test("the vendor's leaflet, page by page: activation keys fill the balance, license keys take from it", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const codes: string[] = [];
  for (const licenses of delivered) {
    codes.push(await issueActivationKey(pool, "operator", new Map(Object.entries(licenses))));
  }
  t.same(await balanceOf(pool, reseller), [], "an activation key that was only issued is nobody's");

  t.same(await activate(pool, actFor(reseller), codes), [
    { type: "PBX-Registrations", loaded: 100, used: 0, left: 100 },
    { type: "PBX-SoftwarePhones", loaded: 10, used: 0, left: 10 },
    { type: "PBX-Operators", loaded: 1, used: 0, left: 1 },
    { type: "Relay-Registrations", loaded: 100, used: 0, left: 100 },
    { type: "Relay-BRIs", loaded: 2, used: 0, left: 2 },
  ]);

  const [key, ...more] = await createLicenseKey(pool, actFor(reseller), {
    type: "Relay-BRIs",
    amount: { count: 2 },
    serial: thisBox,
    customer: "innovaphone",
    location: "Sindelfingen",
  });
  t.same(more, []);
  t.match(key?.key, /^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
  t.equal(key?.line, `vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-00-00-00,innovaphone,Sindelfingen,,${key?.key}`);
  t.same(await balanceText(pool, reseller), {
    "PBX-Registrations": "100/0/100",
    "PBX-SoftwarePhones": "10/0/10",
    "PBX-Operators": "1/0/1",
    "Relay-Registrations": "100/0/100",
    "Relay-BRIs": "2/2/0",
  });
});

t.test("a reseller creates 37, 1 and 10 of 100, 2 and 25 for one customer and keeps the difference", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100, "PBX-Operators": 2, "PBX-SoftwarePhones": 25 });
  const wanted = { "PBX-Registrations": 37, "PBX-Operators": 1, "PBX-SoftwarePhones": 10 };
  for (const [type, count] of Object.entries(wanted)) {
    const [key] = await createLicenseKey(pool, actFor(reseller), {
      type,
      amount: { count },
      customer: "Blumen Müller",
    });
    t.match(key, { type, count, customer: "Blumen Müller", status: "active", issuer: "own" });
    t.notOk(key?.serial, "software licenses need no serial number");
  }
  t.same(await balanceText(pool, reseller), {
    "PBX-Registrations": "100/37/63",
    "PBX-SoftwarePhones": "25/10/15",
    "PBX-Operators": "2/1/1",
  });
});
