import type { Kysely, Transaction } from "kysely";
import { openStore } from "../store/open-store.ts";
import { writeTransaction } from "../store/write-transaction.ts";
import { poolMigrations } from "./pool-migrations.ts";
import type { PoolTables } from "./pool-tables.ts";
import { usualLimits, type WarnLimits } from "./warnings/warn-limits.ts";

/** An open pool. What can be done with it lies in `ledger/` and `access/`, each a function that takes this first. */
export interface Pool extends AsyncDisposable {
  readonly db: Kysely<PoolTables>;
  /** Path of a SQLite file, or `postgres://…`. */
  readonly database: string;
  /** The pool's clock: days of budgets and times in the ledger are its. */
  now(): Date;
  readonly warnLimits: WarnLimits;
}

/** Inside a transaction, which holds the write lock from its start. */
export interface PoolTransaction {
  readonly db: Transaction<PoolTables>;
  readonly at: string;
}

/**
 * Opens the pool's database, creating its tables where there are none.
 * @param database path of a SQLite file, or `postgres://…`
 * @throws StoreError
 */
export async function openPool(
  database: string,
  now: () => Date = () => new Date(),
  warnLimits: Partial<WarnLimits> = {},
): Promise<Pool> {
  const db = await openStore<PoolTables>(database, { migrations: poolMigrations });
  return {
    db,
    database,
    now,
    warnLimits: { ...usualLimits, ...warnLimits },
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

/** Does the work whole or not at all. */
export function inTransaction<T>(pool: Pool, work: (transaction: PoolTransaction) => Promise<T>): Promise<T> {
  return writeTransaction(pool.db, (db) => work({ db, at: pool.now().toISOString() }));
}
