import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { reportInstalled } from "../../../src/pool/ledger/report-installed.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

const issuer = { name: "issuer@example.com" };
const why = "wrong data";

t.test("a software license returns to the balance once its removal was read back from the box", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 2 });
  await credit(pool, reseller, { "PBX-Operators": 2 });
  const request = { type: "PBX-Operators", amount: { count: 3 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const { id = "", key: code = "" } = key ?? {};
  await reportInstalled(pool, actFor(reseller), { serial: otherBox, installed: [code] });
  t.match(await revokeLicenseKey(pool, issuer, id, { why }), { status: "revoked", revokedWhy: why, seenOn: otherBox });
  t.equal((await balanceText(pool, reseller))["PBX-Operators"], "4/3/1", "revoked is not yet removed");
  t.strictSame(await reportInstalled(pool, actFor(reseller), { serial: otherBox, installed: [code] }), []);
  t.strictSame(
    await reportInstalled(pool, actFor(reseller), { serial: thisBox, installed: [] }),
    [],
    "not where it was",
  );
  t.match(await reportInstalled(pool, actFor(reseller), { serial: otherBox, installed: [] }), [
    { id, status: "revoked" },
  ]);
  t.equal((await balanceText(pool, reseller))["PBX-Operators"], "4/0/4");
  t.strictSame(
    await reportInstalled(pool, actFor(reseller), { serial: otherBox, installed: [] }),
    [],
    "it returns once",
  );
  t.strictSame(await contradictions(pool), []);
});

t.test("or when the issuer says that no box has it; revoking twice changes nothing more", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 2 });
  const [key] = await createLicenseKey(pool, actFor(reseller), { type: "PBX-Operators", amount: { count: 2 } });
  const id = key?.id ?? "";
  await revokeLicenseKey(pool, issuer, id, { why });
  const first = await revokeLicenseKey(pool, issuer, id, { why: "again", removed: true });
  t.equal(first.revokedWhy, why);
  t.strictSame(await revokeLicenseKey(pool, issuer, id, { why, removed: true }), first);
  t.equal((await balanceText(pool, reseller))["PBX-Operators"], "2/0/2");
  await t.rejects(revokeLicenseKey(pool, issuer, "nothing", { why }), { code: "not-found" });
});

t.test("a hardware license never returns", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const request = { type: "Relay-BRIs", amount: { count: 2 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  await revokeLicenseKey(pool, issuer, key?.id ?? "", { why, removed: true });
  t.strictSame(await reportInstalled(pool, actFor(reseller), { serial: thisBox, installed: [] }), []);
  t.equal((await balanceText(pool, reseller))["Relay-BRIs"], "2/2/0");
});
