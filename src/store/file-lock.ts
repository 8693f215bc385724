import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { asStoreError, sqliteCode } from "./store-error.ts";

/** SQLite's code for a file that somebody else has locked. */
const busy = 5;
/** SQLite's code for a file that cannot be opened, as in a folder that does not exist. */
const cannotOpen = 14;

/**
 * Takes a lock that a dead process gives up by itself: a SQLite file held in an exclusive transaction.
 * @param patienceMs how long to wait for it, in milliseconds; the event loop stands still meanwhile
 * @returns `undefined` when another process, or another holder in this one, has it
 * @throws StoreError when the file cannot be made or opened
 */
export function tryLock(path: string, patienceMs = 0): Disposable | undefined {
  const database = openLockFile(path);
  if (patienceMs > 0) database.exec(`PRAGMA busy_timeout = ${patienceMs}`);
  if (beginExclusive(database, path)) return { [Symbol.dispose]: () => database.close() };
  database.close();
  return undefined;
}

/** The same, waiting until it is free; the event loop goes on meanwhile. @throws the signal's reason */
export async function lock(path: string, signal: AbortSignal): Promise<Disposable> {
  return untilFree(() => tryLock(path), signal);
}

/** Tries again and again, with growing pauses, until something comes of it. @throws the signal's reason */
export async function untilFree<T>(attempt: () => T | undefined, signal: AbortSignal): Promise<T> {
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 200)) {
    const held = attempt();
    if (held) return held;
    await setTimeout(pause + Math.random() * pause, undefined, { signal });
  }
}

/** Opens the file of a lock without taking it; it and its folder are made where they are missing. @throws StoreError */
export function openLockFile(path: string): DatabaseSync {
  try {
    return open(path);
  } catch (error) {
    if (sqliteCode(error) !== cannotOpen) throw asStoreError(error, path);
  }
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return open(path);
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/** Takes the lock of an open file. Answers whether it was free. @throws StoreError */
export function beginExclusive(database: DatabaseSync, path: string): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (sqliteCode(error) === busy) return false;
    throw asStoreError(error, path);
  }
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written here: a journal on the disk would only cost time, and most of all of it.
    database.exec("PRAGMA journal_mode = MEMORY");
  } catch (error) {
    if (sqliteCode(error) === busy) return database;
    database.close();
    throw error;
  }
  return database;
}
