import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { createLicenseKeys } from "../../../src/pool/ledger/create-license-keys.ts";
import { allLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

const batch = [
  { type: "PBX-Registrations", count: 37, serial: thisBox, customer: "Müller, Söhne" },
  { type: "Relay-BRIs", count: 2, serial: otherBox },
  { type: "PBX-Registrations", count: 3 },
];

t.test("many license keys are created at once, in their order, paid as each alone would be", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 38, "Relay-BRIs": 2 });
  await credit(pool, reseller, { "PBX-Registrations": 5 });
  const keys = await createLicenseKeys(pool, actFor(reseller), batch);
  t.match(keys, batch);
  t.same(await balanceText(pool, reseller), { "PBX-Registrations": "43/40/3", "Relay-BRIs": "2/2/0" });
  t.same(await contradictions(pool), []);
  t.equal((await verifyLedger(pool)).broken, undefined);
});

t.test("the same request id gives the same keys, with other content it is refused", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100, "Relay-BRIs": 10 });
  const keys = await createLicenseKeys(pool, actFor(reseller), batch, "r1");
  t.same(await createLicenseKeys(pool, actFor(reseller), batch, "r1"), keys);
  await t.rejects(createLicenseKeys(pool, actFor(reseller), batch.slice(1), "r1"), { code: "request-id-conflict" });
  await t.rejects(createLicenseKeys(pool, actFor(reseller), batch.toReversed(), "r1"), { code: "request-id-conflict" });
  const again = await createLicenseKeys(pool, actFor(reseller), batch);
  t.notMatch(again[0], { id: keys[0]?.id }, "without one, the same content is another wish");
});

t.test("all or none: every type that is short is told, and nothing is created", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 39 });
  await t.rejects(createLicenseKeys(pool, actFor(reseller), batch, "r1"), {
    code: "short-of-licenses",
    message: /40 PBX-Registrations are asked for, and 39 are left; 2 Relay-BRIs are asked for, and 0 are left/,
  });
  t.same(await allLicenseKeys(pool, reseller, {}), []);
  await credit(pool, reseller, { "PBX-Registrations": 1, "Relay-BRIs": 2 });
  t.equal((await createLicenseKeys(pool, actFor(reseller), batch, "r1")).length, 3, "the id was not used up by that");
});

t.test("every mistake of a batch is told at once, with the number of the key and the field", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  const bad = [
    { type: "PBX-Fax", count: 0 },
    { type: "PBX-Registrations", count: 1 },
    { type: "Relay-BRIs", count: 1.5 },
    { type: "PBX-Registrations", count: 1, location: "M".repeat(2000) },
  ];
  await t.rejects(createLicenseKeys(pool, actFor(reseller), bad), {
    code: "bad-request",
    message: /^licenseKeys\.0\.type: .*\(and 4 mistakes more\)$/,
    mistakes: [
      { field: "licenseKeys.0.type" },
      { field: "licenseKeys.0.count" },
      { field: "licenseKeys.2.count" },
      { field: "licenseKeys.2.serial" },
      { field: "licenseKeys.3.location" },
    ],
  });
  t.same(await balanceText(pool, reseller), { "PBX-Registrations": "100/0/100" });
});
