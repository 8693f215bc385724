import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import tap, { type Test } from "tap";
import { backupPool } from "../../../src/pool/copy/backup-pool.ts";
import { copyPool } from "../../../src/pool/copy/copy-pool.ts";
import { restorePool } from "../../../src/pool/copy/restore-pool.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { ledgerHead } from "../../../src/pool/ledger/ledger-head.ts";
import { allLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { tablesInOrder } from "../../../src/store/tables-in-order.ts";
import { actFor } from "../act-for.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool, thisBox } from "../example-pool.ts";

const type = "PBX-Registrations";
const { signal } = new AbortController();

/** A pool in which everything happened, with more keys than are copied at a time. */
async function livedIn(t: Test) {
  const example = await examplePool(t);
  const { pool, reseller } = example;
  await credit(pool, reseller, { [type]: 5000, "PBX-Operators": 3 });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  await claim(pool, actFor(reseller), thisBox, "c1");
  for (let index = 0; index < 20; index += 1) {
    const request = {
      type,
      amount: { count: 2 },
      serial: thisBox,
      customer: "Blumen Müller 🌷",
      requestId: `r${index}`,
    };
    await createLicenseKey(pool, actFor(reseller), request);
  }
  await pool.db
    .insertInto("attempt")
    .values(Array.from({ length: 2500 }, (_, index) => ({ id: `${index}`, scope: "x".repeat(index % 7), at: "2031" })))
    .execute();
  return example;
}

/** Everything that a pool holds. */
async function contentOf(database: string): Promise<unknown> {
  await using pool = await openPool(database);
  const content: [string, string[]][] = [];
  for (const table of (await tablesInOrder(pool.db)).sort()) {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(pool.db);
    content.push([table, rows.map((row) => JSON.stringify(Object.entries(row as object).sort())).sort()]);
  }
  return content;
}

t.test(
  "a copy on SQLite holds everything, and so does the copy of the copy back on the database it came from",
  async (t) => {
    const { pool, reseller, database } = await livedIn(t);
    const copy = join(t.testdir(), "copy.db");
    const { copied, head } = await copyPool(database, copy, signal);
    t.match(copied, { license_key: 21, attempt: 2500, lot: 2, account: 1 });
    t.same(head, await ledgerHead(pool));
    t.same(await contentOf(copy), await contentOf(database));
    t.equal(statSync(copy).mode & 0o777, 0o600);
    const back = await newDatabase(t, undefined);
    t.same(await copyPool(copy, back, signal), { copied, head });
    await using there = await openPool(back);
    t.same(await contradictions(there), []);
    const request = { type, amount: { count: 2 }, serial: thisBox, customer: "Blumen Müller 🌷", requestId: "r3" };
    t.same(
      await createLicenseKey(there, actFor(reseller), request),
      await allLicenseKeys(pool, reseller, { requestId: "r3" }),
    );
    await credit(there, reseller, { [type]: 1 });
    await createLicenseKey(there, actFor(reseller), { type, amount: { count: 4961 } });
    t.same(await contradictions(there), [], "lots and ledger go on after the highest number");
  },
);

t.test("nothing is copied over a pool, and none is made by a typing error", async (t) => {
  const { pool, database } = await livedIn(t);
  const other = join(t.testdir(), "other.db");
  await copyPool(database, other, signal);
  await t.rejects(copyPool(other, database, signal), { code: "pool-not-empty" });
  await t.rejects(copyPool(database, database, signal), { code: "pool-not-empty" });
  await t.rejects(copyPool(join(t.testdirName, "othr.db"), database, signal), { code: "no-pool" });
  t.same(readdirSync(t.testdirName), ["other.db"]);
  t.same(await contradictions(pool), []);
});

t.test("a backup while others create keys is one state of the pool, and is there whole or not at all", async (t) => {
  const { pool, reseller } = await livedIn(t);
  const file = join(t.testdir(), "backup.db");
  let more = true;
  const creating = (async () => {
    while (more) await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 1 } });
  })();
  const { head } = await backupPool(pool, file, signal);
  more = false;
  await creating;
  t.equal(statSync(file).mode & 0o777, 0o600);
  await using copy = await openPool(file);
  t.same(await ledgerHead(copy), head);
  t.same(await contradictions(copy), []);
  await t.rejects(backupPool(pool, file, signal), { code: "EEXIST", path: file });
  const stop = AbortSignal.timeout(5);
  await t.rejects(backupPool(pool, join(t.testdirName, "half.db"), stop), { name: /AbortError|TimeoutError/ });
  t.same(
    readdirSync(t.testdirName).filter((name) => !name.startsWith("backup.db")),
    [],
  );
});

t.test("a backup takes the place of the pool only when that was said, and what was there is kept", async (t) => {
  const { pool, reseller, database } = await livedIn(t);
  const folder = t.testdir();
  const backup = join(folder, "backup.db");
  await backupPool(pool, backup, signal);
  const bytes = readFileSync(backup);
  const [before, balance] = [await contentOf(database), await balanceText(pool, reseller)];
  await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 7 } });
  const after = await contentOf(database);
  const restore = (overwrite: boolean) => restorePool({ backup, database, folder, overwrite, signal });
  await t.rejects(restore(false), { code: "pool-not-empty", message: /--yes/ });
  t.same(await contentOf(database), after);
  const { kept = "", head } = await restore(true);
  t.same(await ledgerHead(pool), head, "whoever had it open sees what was restored");
  t.same(await balanceText(pool, reseller), balance);
  t.same(await contentOf(database), before);
  t.same(await contentOf(kept), after);
  t.equal(statSync(kept).mode & 0o777, 0o600);
  t.same(readFileSync(backup), bytes, "the backup is only read");
});

t.test("a pool whose ledger does not hang together is saved as it is, and neither copied nor restored", async (t) => {
  const { pool, database } = await livedIn(t);
  const folder = t.testdir();
  const good = join(folder, "good.db");
  await backupPool(pool, good, signal);
  await sql`update ledger set detail = replace(detail, '"count":2', '"count":3') where sequence = 9`.execute(pool.db);
  const saved = join(folder, "saved.db");
  const { head } = await backupPool(pool, saved, signal);
  t.same(head, await ledgerHead(pool));
  const broken = { code: "ledger-broken", message: /entry 9 was changed/ };
  await t.rejects(copyPool(database, join(folder, "copy.db"), signal), broken);
  const restoring = { database, folder, overwrite: true, signal };
  await t.rejects(restorePool({ ...restoring, backup: saved }), broken);
  const { kept = "" } = await restorePool({ ...restoring, backup: good });
  t.ok(existsSync(kept), "what was there is kept, broken as it was");
});

t.test("a damaged backup is refused, and the pool left alone", async (t) => {
  const { pool, database } = await livedIn(t);
  const folder = t.testdir({ "text.db": "no database\n".repeat(500) });
  const backup = join(folder, "backup.db");
  await backupPool(pool, backup, signal);
  const before = await contentOf(database);
  const bytes = readFileSync(backup);
  bytes.fill(0xa5, 4096 * 12, 4096 * 20);
  writeFileSync(join(folder, "damaged.db"), bytes);
  chmodSync(join(folder, "damaged.db"), 0o600);
  for (const name of ["damaged.db", "text.db"]) {
    const restoring = restorePool({ backup: join(folder, name), database, folder, overwrite: true, signal });
    await t.rejects(restoring, { name: "StoreError", code: "store-unusable" }, name);
  }
  const missing = restorePool({ backup: join(folder, "missing.db"), database, folder, overwrite: true, signal });
  await t.rejects(missing, { code: "ENOENT" });
  t.same(await contentOf(database), before);
  t.notOk(readdirSync(folder).some((name) => name.includes("restore")));
});

tap.test("a pool whose file is damaged is set aside, and the backup takes its place", async (t) => {
  const { pool, database } = await livedIn(t);
  const folder = t.testdir();
  const backup = join(folder, "backup.db");
  const { head } = await backupPool(pool, backup, signal);
  await pool[Symbol.asyncDispose]();
  writeFileSync(database, "this is no database any more\n".repeat(100));
  const options = { backup, database, folder, signal };
  await t.rejects(restorePool({ ...options, overwrite: false }), { code: "store-unusable" });
  const { kept = "" } = await restorePool({ ...options, overwrite: true });
  t.match(readFileSync(kept, "utf8"), /^this is no database any more/);
  t.ok(existsSync(database));
  await using restored = await openPool(database);
  t.same(await ledgerHead(restored), head);
});
