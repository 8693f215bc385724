import type { Kysely, Selectable } from "kysely";
import { rowBatches } from "../../store/row-batches.ts";
import type { PoolTables } from "../pool-tables.ts";

/** All rows of a table, with some in memory at a time; within a transaction. */
export async function* tableRows<Table extends keyof PoolTables>(
  db: Kysely<PoolTables>,
  table: Table,
): AsyncGenerator<Selectable<PoolTables[Table]>> {
  for await (const rows of rowBatches(db, table)) yield* rows as Selectable<PoolTables[Table]>[];
}
