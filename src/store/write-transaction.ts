import { type Kysely, sql, type Transaction } from "kysely";
import { isPostgres } from "./is-postgres.ts";

/** PostgreSQL's name for the lock that a writing transaction holds; `8480` is the pool server's port [P]. */
const writeLock = 8480;

/**
 * Does the work whole or not at all. Writing transactions run one after the other, whatever process they are of: SQLite
 * has one write lock, taken at "begin"; PostgreSQL is given one. So nothing that was read in one changes before it ends.
 */
export function writeTransaction<Tables, Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (transaction) => {
    if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${sql.lit(writeLock)})`.execute(transaction);
    return work(transaction);
  });
}
