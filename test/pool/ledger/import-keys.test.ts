import { type ByteText, toByteText } from "../../../src/license/byte-text.ts";
import { parseLicenseLine } from "../../../src/license/license-line.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { assignLicenseKey } from "../../../src/pool/ledger/assign-license-key.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { type Imported, importKeys } from "../../../src/pool/ledger/import-keys.ts";
import { importedKey } from "../../../src/pool/ledger/imported-key.ts";
import { licenseFile } from "../../../src/pool/ledger/license-file.ts";
import { listLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { spentToday } from "../../../src/pool/ledger/spent-today.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, balanceText, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

const latin1 = `vars create LICENSE/RELAY0 pau BRIs=2,${thisBox},Blumen M\xfcller,Sindelfingen,,9e2d-7985-3e84-1005`;
const utf8 = toByteText(`vars create LICENSE/PBX0 pau Registrations=37,${thisBox},Müller €,,,9e2d-7985-3e84-1006`);
const blanks = `vars create LICENSE/PBX0 pau Operators=1 ${thisBox} innovaphone 444 9e2d-7985-3e84-1007`;
const free = "vars create LICENSE/PBX0 pau Operators=3,,,,,9e2d-7985-3e84-1008";
const linesOf = (...raws: string[]) =>
  raws.map((raw, index) => ({
    source: `master.txt:${index + 1}`,
    key: importedKey(parseLicenseLine(raw as ByteText)),
  }));
const brief = ({ imported, known }: Imported) => [imported.map(({ key }) => key), known.map(({ key }) => key)];

t.test("lines of the vendor become keys of the account, byte for byte, and cost nothing", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  const { imported } = await importKeys(pool, actFor(reseller), linesOf(latin1, utf8, blanks));
  t.match(imported, [
    { type: "Relay-BRIs", count: 2, serial: thisBox, customer: "Blumen Müller", issuer: "vendor", lineIsBytes: true },
    { type: "PBX-Registrations", count: 37, customer: "Müller €", lineIsBytes: undefined },
    { type: "PBX-Operators", count: 1, description: "innovaphone 444" },
  ]);
  t.equal(await licenseFile(pool, reseller, thisBox), [latin1, utf8, blanks, ""].join("\r\n"));
  t.same(await balanceText(pool, reseller), { "PBX-Registrations": "100/0/100" });
  t.same(await spentToday(pool, reseller, thisBox), { box: 0, day: 0 });
  const found = await listLicenseKeys(pool, reseller, { search: "MÜLLER" }, { limit: 10 });
  t.equal(found.licenseKeys.length, 2, "they are found by their texts");
  t.same(await contradictions(pool), []);
  t.equal((await verifyLedger(pool)).broken, undefined);
});

t.test("imported keys count for a total: nothing that the vendor sold is bought again", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  await importKeys(pool, actFor(reseller), linesOf(utf8));
  const request = { type: "PBX-Registrations", serial: thisBox };
  t.match(await createLicenseKey(pool, actFor(reseller), { ...request, amount: { total: 37 } }), [
    { issuer: "vendor" },
  ]);
  t.match(await createLicenseKey(pool, actFor(reseller), { ...request, amount: { total: 40 } }), [{ count: 3 }]);
});

t.test("a known code is not taken again, whoever's it is, and nobody learns whose", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 1 });
  const [own] = await createLicenseKey(pool, actFor(reseller), { type: "PBX-Operators", amount: { count: 1 } });
  const bert = await addReseller(pool, "bert@example.com");
  await importKeys(pool, actFor(reseller), linesOf(utf8));
  const lines = linesOf(latin1, utf8, own?.line ?? "", latin1);
  const answer = await importKeys(pool, actFor(bert), lines);
  t.same(brief(answer), [["9e2d-7985-3e84-1005"], ["9e2d-7985-3e84-1006", own?.key, "9e2d-7985-3e84-1005"]]);
  t.same(
    answer.known,
    lines.slice(1).map(({ key }) => key),
    "of known lines nothing is said but what was given",
  );
  t.equal((await listLicenseKeys(pool, bert, {}, { limit: 10 })).licenseKeys.length, 1);
});

t.test("the same request id gives the same answer, with other lines it is refused", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const first = await importKeys(pool, actFor(reseller), linesOf(latin1, utf8), "r1");
  t.same(await importKeys(pool, actFor(reseller), linesOf(latin1, utf8), "r1"), first);
  t.same(brief(await importKeys(pool, actFor(reseller), linesOf(latin1, utf8), "r2")), [
    [],
    ["9e2d-7985-3e84-1005", "9e2d-7985-3e84-1006"],
  ]);
  await t.rejects(importKeys(pool, actFor(reseller), linesOf(blanks), "r1"), { code: "request-id-conflict" });
});

t.test("one without a serial number is given to a box and stays as it is; a revoked one returns nothing", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 5 });
  const { imported } = await importKeys(pool, actFor(reseller), linesOf(free));
  const id = imported[0]?.id ?? "";
  t.match(await assignLicenseKey(pool, actFor(reseller), id, otherBox), { serial: otherBox, line: free });
  t.match(await revokeLicenseKey(pool, { name: "operator" }, id, { why: "sold twice", removed: true }), {
    status: "revoked",
    returnedAt: undefined,
  });
  t.same(await balanceText(pool, reseller), { "PBX-Operators": "5/0/5" });
  t.equal((await verifyLedger(pool)).broken, undefined);
});

t.test("a changed byte of an imported line, or of what stands beside it, is found", async (t) => {
  const changes = [
    { line: latin1.replace("Blumen", "Blomen") },
    { line_is_bytes: 0 },
    { customer: "Meier" },
    { description: "more" },
    { code: "0000-0000-0000-0000" },
  ];
  for (const change of changes) {
    const { pool, reseller } = await examplePool(t);
    await importKeys(pool, actFor(reseller), linesOf(latin1));
    await pool.db.updateTable("license_key").set(change).execute();
    t.match((await verifyLedger(pool)).broken, { message: /the line of the license key/ }, Object.keys(change).join());
  }
});

t.test("a zero byte in a field is no reason not to take a line, but no database keeps one", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const raw = "vars create LICENSE/PBX0 pau Operators=1,,A%00B,,,9e2d-7985-3e84-1009";
  const { imported } = await importKeys(pool, actFor(reseller), linesOf(raw));
  t.match(imported, [{ customer: "A\ufffdB", line: raw }]);
  t.equal((await verifyLedger(pool)).broken, undefined);
});

t.test("a line without a key code is refused", async (t) => {
  t.throws(() => linesOf("vars create LICENSE/PBX0 pau Operators=1,,,,"), { code: "bad-line" });
});
