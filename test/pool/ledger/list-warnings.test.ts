import t from "tap";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { listWarnings } from "../../../src/pool/ledger/list-warnings.ts";
import { reportInstalled } from "../../../src/pool/ledger/report-installed.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { actFor } from "../act-for.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";

t.test("it warns of a low balance, of keys never seen, and of revoked ones still installed", async (t) => {
  let now = new Date("2026-03-01T00:00:00Z");
  const { pool, reseller } = await examplePool(t, () => now);
  await credit(pool, reseller, { "PBX-Registrations": 100, "PBX-Operators": 10 });
  const request = { type: "PBX-Registrations", amount: { count: 91 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const { id: licenseKeyId = "", key: code = "" } = key ?? {};
  const low = { code: "low-balance", type: "PBX-Registrations", left: 9 };
  t.match(await listWarnings(pool, reseller), [low]);
  now = new Date("2026-04-01T00:00:00Z");
  t.match(await listWarnings(pool, reseller), [low, { code: "never-seen", licenseKeyId, serial: thisBox }]);
  await revokeLicenseKey(pool, { name: "operator" }, licenseKeyId, { why: "wrong data" });
  t.match((await listWarnings(pool, reseller)).length, 1);
  now = new Date("2026-04-02T00:00:00Z");
  await reportInstalled(pool, actFor(reseller), { serial: thisBox, installed: [code] });
  t.match(await listWarnings(pool, reseller), [low, { code: "revoked-but-installed", licenseKeyId }]);
});
