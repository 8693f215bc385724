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
  now = new Date("2026-04-01T00:02:00Z");
  await reportInstalled(pool, actFor(reseller), { serial: thisBox, installed: [code] });
  t.match(await listWarnings(pool, reseller), [low, { code: "revoked-but-installed", licenseKeyId }]);
});

t.test("a key that was on a box before it was revoked is told of until the box is without it", async (t) => {
  let minutes = 0;
  const { pool, reseller } = await examplePool(t, () => new Date(Date.UTC(2026, 2, 1, 0, minutes)));
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const request = { type: "Relay-BRIs", amount: { count: 2 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const { id: licenseKeyId = "", key: code = "" } = key ?? {};
  const seen = (installed: string[]) => reportInstalled(pool, actFor(reseller), { serial: thisBox, installed });
  await seen([code]);
  minutes = 1;
  await revokeLicenseKey(pool, { name: "operator" }, licenseKeyId, { why: "wrong data" });
  minutes = 2;
  await seen([code]);
  const codes = async () => (await listWarnings(pool, reseller)).map((warning) => warning.code);
  t.strictSame(await codes(), ["low-balance", "revoked-but-installed"]);
  await seen([]);
  t.strictSame(await codes(), ["low-balance"], "a hardware license returns nothing, and is gone all the same");
});
