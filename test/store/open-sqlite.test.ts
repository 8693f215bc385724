import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import t from "tap";
import { asStoreError } from "../../src/store/store-error.ts";
import { asUnprivileged, openFolder } from "../as-unprivileged.ts";
import { notes, open, written } from "./note-store.ts";

t.test("a new database and its folder are for this user alone; every commit is synced", async (t) => {
  const path = join(t.testdir(), "state", "deep", "pool.db");
  await using db = await open(path);
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.equal(statSync(join(path, "..")).mode & 0o777, 0o700);
  const pragma = async (name: string) => (await sql.raw(`PRAGMA ${name}`).execute(db)).rows;
  t.match(await pragma("journal_mode"), [{ journal_mode: "wal" }]);
  t.match(await pragma("synchronous"), [{ synchronous: 2 }]);
  t.match(await pragma("foreign_keys"), [{ foreign_keys: 1 }]);
});

t.test("a file that is no database, or is damaged, is refused in words, and left alone", async (t) => {
  const folder = t.testdir({ "text.db": "config change IP0 /addr 192.168.0.1\r\n".repeat(100) });
  const [text, damaged] = [join(folder, "text.db"), join(folder, "damaged.db")];
  await t.rejects(open(text), { code: "store-unusable", message: `${text}: it is no database` });
  t.match(readFileSync(text, "utf8"), /^config change/);
  await written(damaged, 100);
  const bytes = readFileSync(damaged);
  bytes.fill(0xa5, 100, 4096 * 2);
  writeFileSync(damaged, bytes);
  await t.rejects(open(damaged), { code: "store-unusable", message: /damaged\.db: it is damaged; restore it/ });
  t.same(readFileSync(damaged), bytes);
});

t.test("damage that shows only later is told in the same words", async (t) => {
  const [path, damaged] = [join(t.testdir(), "pool.db"), join(t.testdirName, "damaged.db")];
  await written(path, 100);
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096 * 4);
  writeFileSync(damaged, bytes);
  await using db = await open(damaged);
  await t.rejects(notes(db), { name: "StoreError", code: "store-unusable", message: /it is damaged/ });
});

t.test("a folder or a file that may not be written is named", async (t) => {
  const folder = openFolder(t);
  const [closed, existing] = [join(folder, "closed", "pool.db"), join(folder, "closed", "existing.db")];
  await written(join(folder, "closed", "existing.db"));
  await asUnprivileged(join(folder, "closed"), async () => {
    await t.rejects(open(closed), { name: "StoreError", message: /pool\.db: it cannot be opened; look at the rights/ });
    await t.rejects(open(join(folder, "closed", "new", "pool.db")), {
      name: "StoreError",
      code: "store-read-only",
      message: /pool\.db: this user may not write there/,
    });
    await t.rejects(open(existing), { name: "StoreError", message: /look at the rights of file and folder/ });
  });
  t.notOk(existsSync(closed));
});

t.test("a full disk is told, and what was written before is still there", async (t) => {
  const path = join(t.testdir(), "pool.db");
  await using db = await open(path);
  await sql`PRAGMA max_page_count = 5`.execute(db);
  await db.insertInto("note").values({ id: 1, text: "short" }).execute();
  const long = db.insertInto("note").values({ id: 2, text: "x".repeat(50_000) });
  await t.rejects(long.execute(), { name: "StoreError", code: "disk-full", message: /make room/ });
  t.match(await notes(db), [{ id: 1, text: "short" }]);
});

t.test("a disk without room for what processes share beside a database is full, and not broken", (t) => {
  const error = (errcode: number) => Object.assign(new Error("disk I/O error"), { errcode });
  t.match(asStoreError(error(4874), "pool.db"), { code: "disk-full", message: /make room/ });
  t.match(asStoreError(error(266), "pool.db"), { code: "store-unusable", message: /the disk reports an error/ });
  t.end();
});

t.test("a copy of the file taken after closing has everything in it", async (t) => {
  const [path, copy] = [join(t.testdir(), "pool.db"), join(t.testdirName, "copy.db")];
  await written(path, 3);
  copyFileSync(path, copy);
  await using db = await open(copy);
  t.equal((await notes(db)).length, 3);
});
