import { type Kysely, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";
import type { Row } from "./row-batches.ts";

/** Inserts rows that all have the same columns, texts and numbers, as one value: a thousand cost little more than one. */
export async function insertRows<Tables>(db: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const values = isPostgres(db)
    ? sql`select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`
    : sql`select ${sql.join(columns.map((column) => sql`json_extract(value, ${sql.lit(`$."${column}"`)})`))}
        from json_each(${JSON.stringify(rows)})`;
  await sql`insert into ${sql.table(table)} (${names}) ${values}`.execute(db);
}

/** Lets columns that number their rows by themselves go on after the highest number there is; SQLite does so anyway. */
export async function setCounters<Tables>(db: Kysely<Tables>): Promise<void> {
  if (!isPostgres(db)) return;
  const { rows } = await sql<{ table: string; column: string; counter: string }>`
    select table_name as "table", column_name as "column",
      pg_get_serial_sequence(quote_ident(table_name), column_name) as counter
    from information_schema.columns
    where table_schema = current_schema() and column_default like 'nextval(%'`.execute(db);
  for (const { table, column, counter } of rows) {
    await sql`select setval(${counter}::regclass, greatest(max(${sql.ref(column)}), 1), count(*) > 0)
      from ${sql.table(table)}`.execute(db);
  }
}
