import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import t from "tap";
import { first, type NoteTables, notes, open, second, written } from "./note-store.ts";
import { startNode } from "./start-node.ts";

t.test("a migration runs once, a new one runs on what is there", async (t) => {
  const path = join(t.testdir(), "pool.db");
  await written(path);
  for (let time = 1; time <= 2; time += 1) {
    await using db = await open(path, { "002-second": second, "001-first": first });
    t.match(await notes(db), [{ id: 1 }, { id: 2 }]);
  }
});

t.test("a migration that fails leaves everything as it was", async (t) => {
  const path = join(t.testdir(), "pool.db");
  await written(path);
  const broken: Migration = {
    up: async (db: Kysely<NoteTables>) => {
      await db.deleteFrom("note").execute();
      await db.schema.createTable("half").addColumn("id", "integer").execute();
      throw new Error("it does not work");
    },
  };
  await t.rejects(open(path, { "001-first": first, "002-second": second, "003-broken": broken }), /does not work/);
  await using db = await open(path);
  t.match(await notes(db), [{ id: 1 }]);
});

t.test("a database of a newer version is refused, named, and left alone", async (t) => {
  const path = join(t.testdir(), "pool.db");
  await (await open(path, { "001-first": first, "002-second": second })).destroy();
  const before = readFileSync(path);
  await t.rejects(open(path), {
    name: "StoreError",
    code: "store-newer",
    message: `${path} was written by a newer version of varsync (002-second); update varsync to use it`,
  });
  t.same(readFileSync(path), before);
  await t.rejects(open(path, { "001-first": first, "002-other": second }), { code: "store-newer" });
});

t.test("several processes that make the same database at once all get it, and its migrations run once", async (t) => {
  const path = join(t.testdir(), "pool.db");
  const processes = Array.from({ length: 8 }, () => startNode(new URL("open-and-add.ts", import.meta.url), [path]));
  for (const { firstWords } of processes) t.equal(await firstWords, "ready");
  for (const { child } of processes) child.stdin?.end("go\n");
  for (const { ended } of processes) t.same(await ended, { code: 0, signal: null });
  const database = new DatabaseSync(path);
  t.match(database.prepare("SELECT count(*) AS notes FROM note").get(), { notes: 8 });
  t.match(database.prepare("SELECT name FROM migration").all(), [{ name: "001-note" }]);
  database.close();
});
