import { assignLicenseKey } from "../../../src/pool/ledger/assign-license-key.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { listLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

t.test("a key without a serial number is given to a box once, with the same key code on its line", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 2 });
  const [key] = await createLicenseKey(pool, actFor(reseller), { type: "PBX-Operators", amount: { count: 2 } });
  const { id = "", key: code = "" } = key ?? {};
  const assigned = await assignLicenseKey(pool, actFor(reseller), id, thisBox);
  t.equal(assigned.line, `vars create LICENSE/PBX0 pau Operators=2,${thisBox},,,,${code}`);
  t.strictSame(await assignLicenseKey(pool, actFor(reseller), id, thisBox), assigned, "twice changes nothing more");
  await t.rejects(assignLicenseKey(pool, actFor(reseller), id, otherBox), { code: "bad-request" });
  const found = await listLicenseKeys(pool, reseller, { search: "00-90-33-00-00-00" }, { limit: 10 });
  t.strictSame(found.licenseKeys, [assigned], "it is found by its serial number");
  const bert = await addReseller(pool, "bert@example.com");
  await t.rejects(assignLicenseKey(pool, actFor(bert), id, thisBox), { code: "not-found" });
});
