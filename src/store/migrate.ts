import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { StoreError } from "./store-error.ts";

/**
 * Runs the migrations that the file has not seen, in the order of their names, in one transaction that other processes
 * wait for.
 * @throws StoreError `store-newer` when the file has seen one that this program does not know
 */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  database: DatabaseSync,
  migrations: Readonly<Record<string, Migration>>,
  path: string,
): Promise<void> {
  const names = Object.keys(migrations).sort();
  const done = appliedTo(database);
  refuseNewer(done, names, path);
  if (done.length === names.length) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY) STRICT");
    const seen = appliedTo(database);
    refuseNewer(seen, names, path);
    for (const name of names.filter((candidate) => !seen.includes(candidate))) {
      await migrations[name]?.up(db);
      database.prepare("INSERT INTO migration (name) VALUES (?)").run(name);
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function appliedTo(database: DatabaseSync): string[] {
  const there = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").get();
  if (there === undefined) return [];
  return database
    .prepare("SELECT name FROM migration ORDER BY name")
    .all()
    .map(({ name }) => String(name));
}

function refuseNewer(done: readonly string[], known: readonly string[], path: string): void {
  const strange = done.find((name) => !known.includes(name));
  if (strange === undefined) return;
  const message = `${path} was written by a newer version of varsync (${strange}); update varsync to use it`;
  throw new StoreError("store-newer", message);
}
