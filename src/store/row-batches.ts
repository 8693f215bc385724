import { type Kysely, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";

/** Rows in memory at a time. */
const batchSize = 1000;

/** A row of whatever table. */
export type Row = Readonly<Record<string, unknown>>;

/** All rows of a table, some at a time, within a transaction. */
export function rowBatches<Tables>(db: Kysely<Tables>, table: string): AsyncGenerator<Row[]> {
  return isPostgres(db) ? byCursor(db, table) : byRowNumber(db, table);
}

async function* byCursor<Tables>(db: Kysely<Tables>, table: string): AsyncGenerator<Row[]> {
  await sql`declare rows_to_copy no scroll cursor for select * from ${sql.table(table)}`.execute(db);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(batchSize)} from rows_to_copy`.execute(db);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close rows_to_copy`.execute(db);
}

async function* byRowNumber<Tables>(db: Kysely<Tables>, table: string): AsyncGenerator<Row[]> {
  for (let last: unknown = -1; ; ) {
    const { rows } = await sql<Row & { row_number: unknown }>`
      select rowid as row_number, * from ${sql.table(table)} where rowid > ${last} order by rowid limit ${batchSize}
    `.execute(db);
    if (rows.length === 0) return;
    last = rows.at(-1)?.row_number;
    yield rows.map(({ row_number: _, ...row }) => row);
  }
}
