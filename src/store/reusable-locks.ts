import type { DatabaseSync } from "node:sqlite";
import { beginExclusive, openLockFile, untilFree } from "./file-lock.ts";

/** Locks that are taken again and again: their files stay open for a while. */
export interface ReusableLocks extends Disposable {
  /**
   * Takes the lock, waiting while another process has it. Within this process nobody may hold it.
   * @throws StoreError; the signal's reason
   */
  lock(path: string, signal: AbortSignal): Promise<Disposable>;
}

/** @param most how many files stay open; those used least recently are closed first */
export function reusableLocks(most: number): ReusableLocks {
  const free = new Map<string, DatabaseSync>();
  const keep = (path: string, database: DatabaseSync) => {
    free.set(path, database);
    const [oldest] = free;
    if (free.size <= most || oldest === undefined) return;
    free.delete(oldest[0]);
    oldest[1].close();
  };
  const attempt = (path: string): Disposable | undefined => {
    const database = free.get(path) ?? openLockFile(path);
    free.delete(path);
    if (!beginExclusive(database, path)) {
      keep(path, database);
      return undefined;
    }
    return {
      [Symbol.dispose]() {
        database.exec("ROLLBACK");
        keep(path, database);
      },
    };
  };
  return {
    lock: (path, signal) => untilFree(() => attempt(path), signal),
    [Symbol.dispose]() {
      for (const database of free.values()) database.close();
      free.clear();
    },
  };
}
