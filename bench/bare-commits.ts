import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Makes so many synced commits of one row each, as long as an entry of the journal, in a new database in the folder. */
export function commitBare(folder: string, count: number): void {
  const database = new DatabaseSync(join(folder, "bare.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  database.exec("CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, at TEXT, detail TEXT) STRICT");
  const insert = database.prepare("INSERT INTO entry (at, detail) VALUES (?, ?)");
  for (let index = 0; index < count; index += 1) insert.run(new Date().toISOString(), "x".repeat(200));
  database.close();
}
