import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sql } from "kysely";
import { inSnapshot } from "../../store/in-snapshot.ts";
import { databaseName, isPostgresAddress } from "../../store/postgres-address.ts";
import { StoreError } from "../../store/store-error.ts";
import { writeTransaction } from "../../store/write-transaction.ts";
import { openPool, type Pool } from "../open-pool.ts";
import { backupSnapshot } from "./backup-pool.ts";
import { CopyError } from "./copy-error.ts";
import { removeDatabase } from "./copy-pool.ts";
import { type Copied, copyTables, isEmptyPool } from "./copy-tables.ts";

export interface RestoreOptions {
  /** A SQLite file that `backupPool` wrote; it is only read. */
  readonly backup: string;
  /** Where the pool is to be: a path or `postgres://…`. */
  readonly database: string;
  /** A folder for what is kept of the pool that was there. */
  readonly folder: string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
}

/**
 * Puts a backup in place of the pool, whole or not at all, also while others have the pool open. What was there is kept
 * in a file of its own, which is answered as `kept`.
 * @throws CopyError `no-pool`, `pool-not-empty` unless `overwrite`, `copy-differs`, `ledger-broken`; StoreError for a backup that is
 * damaged; the signal's reason
 */
export async function restorePool({
  backup,
  database,
  folder,
  overwrite,
  signal,
}: RestoreOptions): Promise<Copied & { readonly kept?: string }> {
  const stamp = `${new Date().toISOString().replace(/[:.]/g, "-")}-${randomUUID().slice(0, 4)}`;
  const kept = join(isPostgresAddress(database) ? folder : dirname(database), `pool-before-restore-${stamp}.db`);
  const work = join(folder, `.restore-${stamp}.part`);
  try {
    await using source = await openCopy(backup, work);
    const { target, setAside } = await openTarget(database, kept, overwrite);
    await using pool = target;
    return await inSnapshot(source.db, (snapshot) =>
      writeTransaction(pool.db, async (db) => {
        const empty = await isEmptyPool(db);
        if (!empty && !overwrite) {
          throw new CopyError(
            "pool-not-empty",
            `${databaseName(database)}: there is a pool already; --yes replaces it`,
          );
        }
        if (!empty) await backupSnapshot(db, kept, signal);
        const copied = await copyTables(snapshot, db, signal);
        return { ...copied, ...((setAside || !empty) && { kept }) };
      }),
    );
  } catch (error) {
    // The name of the copy means nothing to a person.
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(error.code, error.message.replaceAll(work, backup), error);
  } finally {
    await removeDatabase(work);
  }
}

/** The backup is only read: an older one is brought to the newest schema in a copy of it. */
async function openCopy(backup: string, work: string): Promise<Pool> {
  await mkdir(dirname(work), { recursive: true, mode: 0o700 });
  await copyFile(backup, work);
  await chmod(work, 0o600);
  const pool = await openPool(work);
  try {
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(pool.db);
    const { rows: strays } = await sql`pragma foreign_key_check`.execute(pool.db);
    if (rows[0]?.integrity_check !== "ok" || strays.length > 0) {
      throw new StoreError("store-unusable", `${backup}: it is damaged; nothing was restored`);
    }
    if (await isEmptyPool(pool.db)) throw new CopyError("no-pool", `${backup}: there is no pool in it`);
    return pool;
  } catch (error) {
    await pool[Symbol.asyncDispose]();
    throw error;
  }
}

/** A file that can no longer be opened as a pool is set aside, if it may be. */
async function openTarget(
  database: string,
  kept: string,
  overwrite: boolean,
): Promise<{ readonly target: Pool; readonly setAside: boolean }> {
  try {
    return { target: await openPool(database), setAside: false };
  } catch (error) {
    const damaged = error instanceof StoreError && error.code === "store-unusable" && !isPostgresAddress(database);
    if (!damaged || !overwrite || !existsSync(database)) throw error;
  }
  for (const end of ["", "-wal", "-shm"]) {
    if (existsSync(`${database}${end}`)) await rename(`${database}${end}`, `${kept}${end}`);
  }
  return { target: await openPool(database), setAside: true };
}
