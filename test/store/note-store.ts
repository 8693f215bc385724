import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { openSqlite } from "../../src/store/open-sqlite.ts";

export interface NoteTables {
  note: { id: number; text: string };
}

export const first: Migration = {
  up: async (db) => {
    await db.schema.createTable("note").addColumn("id", "integer").addColumn("text", "text").execute();
  },
};
export const second: Migration = {
  up: async (db: Kysely<NoteTables>) => {
    await db.insertInto("note").values({ id: 2, text: "from the second migration" }).execute();
  },
};
/** Opens the database, with the first migration alone unless more are given. */
export const open = (path: string, migrations: Readonly<Record<string, Migration>> = { "001-first": first }) =>
  openSqlite<NoteTables>(path, { migrations });
export const notes = (db: Kysely<NoteTables>) => db.selectFrom("note").selectAll().orderBy("id").execute();

/** A database with `count` notes in it, closed. */
export async function written(path: string, count = 1): Promise<void> {
  await using db = await open(path);
  for (let id = 1; id <= count; id += 1)
    await db
      .insertInto("note")
      .values({ id, text: "x".repeat(500) })
      .execute();
}
