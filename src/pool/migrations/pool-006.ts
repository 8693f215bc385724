import { type Kysely, sql } from "kysely";
import { isPostgres } from "../../store/is-postgres.ts";

/** Finds the keys of a box and of a request, and an account's entries, as quickly in a million as in ten thousand. */
export async function pool006(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const old = ["license_key_by_serial", "license_key_by_box", "license_key_by_request", "license_key_revoked"];
  for (const index of old) await schema.dropIndex(index).execute();
  const index = (name: string, table: string, columns: string[]) =>
    schema.createIndex(name).on(table).columns(columns).execute();
  await index("license_key_by_serial", "license_key", ["serial", "account_id", "sequence"]);
  await index("license_key_by_request", "license_key", ["request_id", "account_id", "sequence"]);
  await index("ledger_by_account", "ledger", ["account_id", "sequence"]);
  await sql`create index license_key_seen on license_key (account_id, seen_on) where seen_on is not null`.execute(db);
  await sql`create index license_key_revoked on license_key (account_id, sequence) where status = 'revoked'`.execute(
    db,
  );
  if (!isPostgres(db)) await tellSqlite(db);
}

/**
 * Rows of a table, then rows that have the same first column, the same first two, … of an index. Nobody has SQLite count
 * them; without it takes an account for as few keys as a box has, and looks through all of them.
 */
const expected = {
  license_key_by_sequence: "1000000 100000 1",
  license_key_by_time: "1000000 100000 10",
  license_key_by_token: "1000000 100000 10",
  license_key_by_serial: "1000000 4 4 1",
  license_key_by_request: "1000000 2 1 1",
  license_key_seen: "1000000 100000 4",
  sqlite_autoindex_license_key_1: "1000000 1",
  sqlite_autoindex_license_key_2: "1000000 1",
} as const;

async function tellSqlite(db: Kysely<unknown>): Promise<void> {
  // The first makes the table, the second reads it.
  await sql`analyze sqlite_schema`.execute(db);
  await sql`delete from sqlite_stat1 where tbl = 'license_key'`.execute(db);
  for (const [index, rows] of Object.entries(expected)) {
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values ('license_key', ${index}, ${rows})`.execute(db);
  }
  await sql`analyze sqlite_schema`.execute(db);
}
