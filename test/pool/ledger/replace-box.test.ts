import { claim, claimable } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { replaceBox } from "../../../src/pool/ledger/replace-box.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, balanceText, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

const issuer = { name: "issuer@example.com" };
const exchange = { serial: thisBox, newSerial: otherBox, why: "RMA 4711" };

t.test("all keys of a defective box go to another, of whatever account, and nothing is paid twice", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  await credit(pool, anna, { "Relay-BRIs": 2 });
  await credit(pool, bert, { "PBX-Operators": 1 });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  await claim(pool, actFor(anna), thisBox);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 2 });
  const texts = { customer: "Müller, Söhne", location: "Sindelfingen" };
  await createLicenseKey(pool, actFor(anna), { type: "Relay-BRIs", amount: { count: 2 }, serial: thisBox, ...texts });
  await createLicenseKey(pool, actFor(bert), { type: "PBX-Operators", amount: { count: 1 }, serial: thisBox });
  const { revoked, licenseKeys } = await replaceBox(pool, issuer, exchange);
  t.equal(revoked.length, 3);
  t.match(licenseKeys, [
    { type: "Relay-PRIs", count: 1, predefined: true, serial: otherBox, status: "active" },
    { type: "Relay-BRIs", count: 2, predefined: false, ...texts },
    { type: "PBX-Operators", count: 1 },
  ]);
  t.strictSame(
    revoked.map(({ replacedBy }) => replacedBy),
    licenseKeys.map(({ id }) => id),
  );
  t.strictSame(await balanceText(pool, anna), { "Relay-BRIs": "2/2/0" });
  t.strictSame(await balanceText(pool, bert), { "PBX-Operators": "1/1/0" });
  t.match(await claimable(pool, otherBox), [{ count: 2 }], "what nobody claimed waits for the new box");
  t.match(await claim(pool, actFor(anna), otherBox), [{ count: 1 }, { count: 2 }]);
  t.strictSame(await contradictions(pool), []);
  t.strictSame(await replaceBox(pool, issuer, exchange), { revoked, licenseKeys }, "twice changes nothing more");
});

t.test("a box that has nothing, or is the same, is not exchanged", async (t) => {
  const { pool } = await examplePool(t);
  await t.rejects(replaceBox(pool, issuer, exchange), { code: "not-found" });
  await t.rejects(replaceBox(pool, issuer, { ...exchange, newSerial: thisBox }), { code: "bad-request" });
});
