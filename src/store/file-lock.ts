import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { asStoreError, sqliteCode } from "./store-error.ts";

/**
 * Takes a lock that a dead process gives up by itself: a SQLite file held in an exclusive transaction.
 * @returns `undefined` when another process, or another holder in this one, has it
 * @throws StoreError when the file cannot be made or opened
 */
export function tryLock(path: string): Disposable | undefined {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path, { timeout: 0 });
    // Nothing is ever written here: a journal on the disk would only cost time, and most of all of it.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    if (sqliteCode(error) === 5) return undefined;
    throw asStoreError(error, path);
  }
  const held = database;
  return { [Symbol.dispose]: () => held.close() };
}

/** The same, waiting until it is free; the event loop goes on meanwhile. @throws the signal's reason */
export async function lock(path: string, signal: AbortSignal): Promise<Disposable> {
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 200)) {
    const held = tryLock(path);
    if (held) return held;
    await setTimeout(pause + Math.random() * pause, undefined, { signal });
  }
}
