import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import t from "tap";
import { commitTogether } from "../../src/store/commit-together.ts";
import { nodeSqlite } from "../../src/store/node-sqlite.ts";

interface Tables {
  note: { id: number; text: string };
}

function openNotes() {
  const commits: string[] = [];
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: nodeSqlite(database, ":memory:") }),
    log: ({ query }) => {
      if (query.sql === "commit") commits.push(query.sql);
    },
  });
  const commit = commitTogether(db);
  const note = (id: number) =>
    commit((within) =>
      within
        .insertInto("note")
        .values({ id, text: `note ${id}` })
        .returning("id")
        .executeTakeFirstOrThrow(),
    );
  const kept = async () => (await db.selectFrom("note").select("id").orderBy("id").execute()).map(({ id }) => id);
  return { db, note, kept, commits, [Symbol.asyncDispose]: () => db.destroy() };
}

t.test(
  "what is written at the same moment gets to the disk by one commit, and each knows its own result",
  async (t) => {
    await using notes = openNotes();
    const written = await Promise.all([3, 1, 2].map(notes.note));
    t.same(
      written.map(({ id }) => id),
      [3, 1, 2],
    );
    t.equal(notes.commits.length, 1);
    await notes.note(4);
    t.equal(notes.commits.length, 1, "a single one needs no transaction of its own");
    t.same(await notes.kept(), [1, 2, 3, 4]);
  },
);

t.test("a write that fails takes no other with it, and nothing is written twice", async (t) => {
  await using notes = openNotes();
  await notes.note(1);
  const settled = await Promise.allSettled([2, 1, 3].map(notes.note));
  t.same(
    settled.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  t.same(await notes.kept(), [1, 2, 3]);
});

t.test("what is asked for while others are being written comes next", async (t) => {
  await using notes = openNotes();
  const first = Promise.all([1, 2].map(notes.note));
  const later = first.then(() => notes.note(3));
  await Promise.all([first, later, notes.note(4)]);
  t.same(await notes.kept(), [1, 2, 3, 4]);
});
