import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { Kysely, SqliteDialect } from "kysely";
import { migrate } from "./migrate.ts";
import { nodeSqlite } from "./node-sqlite.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { asStoreError, sqliteCode } from "./store-error.ts";

/** How long a statement waits for another process's commit, in milliseconds. */
const busyTimeoutMs = 10_000;

/**
 * Opens a SQLite file for many processes at once (WAL, every commit synced), creating file and folder for this user
 * alone, and brings it to the program's newest schema.
 * @throws StoreError
 */
export async function openSqlite<Tables>(
  path: string,
  { migrations, onDamage }: OpenStoreOptions,
): Promise<Kysely<Tables>> {
  const database = await openPrivate(path);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: nodeSqlite(database, path, onDamage) }) });
  try {
    await migrate(db, migrations, path);
    return db;
  } catch (error) {
    await db.destroy();
    throw asStoreError(error, path);
  }
}

async function openPrivate(path: string): Promise<DatabaseSync> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const isNew = !existsSync(path);
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    if (isNew) chmodSync(path, 0o600);
    await switchToWal(database);
    database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    return database;
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/** The switch to WAL answers "busy" at once when another process is just doing it. */
async function switchToWal(database: DatabaseSync): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (sqliteCode(error) !== 5 || attempt === 100) throw error;
      await setTimeout(20 + Math.random() * 80);
    }
  }
}
