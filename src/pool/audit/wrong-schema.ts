import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect, sql } from "kysely";
import { migrate } from "../../store/migrate.ts";
import { nodeSqlite } from "../../store/node-sqlite.ts";
import { poolMigrations } from "../pool-migrations.ts";
import type { PoolTables } from "../pool-tables.ts";

/** Which table or index of a SQLite database is not what this program makes; `undefined` where all are. */
export async function wrongSchema(db: Kysely<PoolTables>): Promise<string | undefined> {
  const database = nodeSqlite(new DatabaseSync(":memory:"), ":memory:");
  await using made = new Kysely<PoolTables>({ dialect: new SqliteDialect({ database }) });
  await migrate(made, poolMigrations, ":memory:");
  const [own, wanted] = [await schemaOf(db), await schemaOf(made)];
  return [...wanted.keys()].find((name) => own.get(name) !== wanted.get(name));
}

async function schemaOf(db: Kysely<PoolTables>): Promise<Map<string, string>> {
  const { rows } = await sql<{ name: string; type: string; on: string; sql: string | null }>`
    select name, type, tbl_name as "on", sql from sqlite_schema`.execute(db);
  return new Map(
    rows.map(({ name, type, on, sql: text }) => {
      // What SQLite itself wrote at an ALTER TABLE may be spaced and quoted otherwise by another version of it.
      const meant = (text ?? "").replaceAll(/[\s"'`[\]]/g, "");
      return [name, `${type} ${on} ${meant}`];
    }),
  );
}
