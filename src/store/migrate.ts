import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { isPostgres } from "./is-postgres.ts";
import { StoreError } from "./store-error.ts";
import { writeTransaction } from "./write-transaction.ts";

/**
 * Runs the migrations that the database has not seen, in the order of their names, in one transaction that other
 * processes wait for.
 * @param name of the database, for errors
 * @throws StoreError `store-newer` when the database has seen one that this program does not know
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: Readonly<Record<string, Migration>>,
  name: string,
): Promise<void> {
  const names = Object.keys(migrations).sort();
  const done = await appliedTo(db);
  refuseNewer(done, names, name);
  if (done.length === names.length) return;
  await writeTransaction(db, async (transaction) => {
    await sql`create table if not exists migration (name text primary key)`.execute(transaction);
    const seen = await appliedTo(transaction);
    refuseNewer(seen, names, name);
    for (const migration of names.filter((candidate) => !seen.includes(candidate))) {
      await migrations[migration]?.up(transaction);
      await sql`insert into migration (name) values (${migration})`.execute(transaction);
    }
  });
}

async function appliedTo<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const there = isPostgres(db)
    ? sql`select 1 where to_regclass('migration') is not null`
    : sql`select 1 from sqlite_schema where type = 'table' and name = 'migration'`;
  if ((await there.execute(db)).rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function refuseNewer(done: readonly string[], known: readonly string[], name: string): void {
  const strange = done.find((migration) => !known.includes(migration));
  if (strange === undefined) return;
  const message = `${name} was written by a newer version of varsync (${strange}); update varsync to use it`;
  throw new StoreError("store-newer", message);
}
