import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Kysely } from "kysely";
import { inSnapshot } from "../../store/in-snapshot.ts";
import { databaseName, isPostgresAddress } from "../../store/postgres-address.ts";
import { writeTransaction } from "../../store/write-transaction.ts";
import { openPool, type Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { CopyError } from "./copy-error.ts";
import { type Copied, copyTables, isEmptyPool } from "./copy-tables.ts";

/**
 * Copies a pool, whole or not at all, into a database that has none yet; others may go on working with it meanwhile.
 * @param from, to each the path of a SQLite file or `postgres://…`
 * @throws CopyError `no-pool`, `pool-not-empty`, `copy-differs`, `ledger-broken`; StoreError; the signal's reason
 */
export async function copyPool(from: string, to: string, signal: AbortSignal): Promise<Copied> {
  await using source = await openExistingPool(from);
  return await inSnapshot(source.db, (snapshot) => copyInto(snapshot, to, signal));
}

/** Opens a pool that must be there: nothing is made by a typing error. @throws CopyError `no-pool`; StoreError */
export async function openExistingPool(database: string): Promise<Pool> {
  if (!isPostgresAddress(database) && !existsSync(database)) {
    throw new CopyError("no-pool", `${database}: there is no such file`);
  }
  return openPool(database);
}

/** The same from a snapshot of an open pool. */
export async function copyInto(
  snapshot: Kysely<PoolTables>,
  to: string,
  signal: AbortSignal,
  asItIs = false,
): Promise<Copied> {
  const isNew = !isPostgresAddress(to) && !existsSync(to);
  try {
    await using target = await openPool(to);
    return await writeTransaction(target.db, async (transaction) => {
      if (await isEmptyPool(transaction)) return copyTables(snapshot, transaction, signal, asItIs);
      throw new CopyError("pool-not-empty", `${databaseName(to)}: there is a pool already; nothing was copied`);
    });
  } catch (error) {
    if (isNew) await removeDatabase(to);
    throw error;
  }
}

/** Removes a SQLite file and what belongs to it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await rm(`${path}${end}`, { force: true });
}
