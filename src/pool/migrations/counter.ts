import type { ColumnBuilderCallback, Kysely } from "kysely";
import { isPostgres } from "../../store/is-postgres.ts";

/** Type and constraint of a key column that numbers its rows by itself, in either database. */
export function counter(db: Kysely<unknown>): readonly ["bigserial" | "integer", ColumnBuilderCallback] {
  if (isPostgres(db)) return ["bigserial", (column) => column.primaryKey()];
  return ["integer", (column) => column.primaryKey().autoIncrement()];
}
