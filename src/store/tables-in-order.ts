import { type Kysely, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";

/** The database's tables, each after those that its rows refer to; without the one of the migrations. */
export async function tablesInOrder<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await (isPostgres(db) ? postgresTables : sqliteTables).execute(db);
  const { rows: references } = await (isPostgres(db) ? postgresReferences : sqliteReferences).execute(db);
  const left = new Set(rows.map(({ name }) => name));
  const ordered: string[] = [];
  while (left.size > 0) {
    const ready = [...left].filter((name) => !references.some((one) => one.name === name && left.has(one.to)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left].join(", ")}`);
    for (const name of ready) left.delete(name);
    ordered.push(...ready);
  }
  return ordered;
}

const sqliteTables = sql<{ name: string }>`
  select name from sqlite_schema
  where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> 'migration' order by name`;

const postgresTables = sql<{ name: string }>`
  select tablename as name from pg_tables
  where schemaname = current_schema() and tablename <> 'migration' order by tablename`;

const sqliteReferences = sql<{ name: string; to: string }>`
  select sqlite_schema.name as name, reference."table" as "to"
  from sqlite_schema, pragma_foreign_key_list(sqlite_schema.name) as reference
  where sqlite_schema.type = 'table' and reference."table" <> sqlite_schema.name`;

const postgresReferences = sql<{ name: string; to: string }>`
  select one.relname as name, other.relname as "to" from pg_constraint
  join pg_class one on one.oid = conrelid join pg_class other on other.oid = confrelid
  where contype = 'f' and conrelid <> confrelid`;
