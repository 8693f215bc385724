import { randomUUID } from "node:crypto";
import { link, open } from "node:fs/promises";
import type { Kysely } from "kysely";
import { inSnapshot } from "../../store/in-snapshot.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { copyInto, removeDatabase } from "./copy-pool.ts";
import type { Copied } from "./copy-tables.ts";

/**
 * Writes the pool, as it is at this moment, into a new SQLite file for this user alone. It is there whole or not at all;
 * what is broken in its ledger is broken in the backup.
 * @throws CopyError, StoreError; EEXIST when the file is there already; the signal's reason
 */
export function backupPool({ db }: Pool, file: string, signal: AbortSignal): Promise<Copied> {
  return inSnapshot(db, (snapshot) => backupSnapshot(snapshot, file, signal));
}

/** The same from a snapshot, or within a transaction that writes. */
export async function backupSnapshot(snapshot: Kysely<PoolTables>, file: string, signal: AbortSignal): Promise<Copied> {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const copied = await copyInto(snapshot, part, signal, true);
    await using handle = await open(part);
    await handle.sync();
    await link(part, file);
    return copied;
  } catch (error) {
    // The name of the part means nothing to a person.
    throw error instanceof Error && "syscall" in error ? Object.assign(error, { path: file }) : error;
  } finally {
    await removeDatabase(part);
  }
}
