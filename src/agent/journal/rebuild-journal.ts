import { existsSync, renameSync, rmSync } from "node:fs";
import { openSqlite } from "../../store/open-sqlite.ts";
import { damageNote } from "./journal-damage.ts";
import { journalMigrations } from "./journal-migrations.ts";
import type { JournalTables } from "./journal-tables.ts";
import { type Salvaged, salvageRows } from "./salvage-rows.ts";

/** Where a damaged journal is now, and what the new one has from it. */
export interface Rebuilt {
  readonly setAside: string;
  /** Missing when a run was cut off in between, and this one only ended its work. */
  readonly carriedOver?: Salvaged;
}

const parts = ["", "-wal", "-shm"];

/** Whether a run that made a new journal was cut off before it stood in its place. */
export function isHalfRebuilt(file: string): boolean {
  return existsSync(readyFile(file));
}

/**
 * Makes a new journal with what can be saved of the damaged one, which is set aside. To be done under the agent's lock.
 * A run that is cut off in between loses nothing: the new journal is whole before the old one moves.
 * @throws StoreError when there is no room, or nothing can be written
 */
export async function rebuildJournal(file: string, at: Date): Promise<Rebuilt> {
  if (isHalfRebuilt(file)) return { setAside: putInPlace(file, at) };
  const building = `${file}.rebuilding`;
  for (const part of parts) rmSync(`${building}${part}`, { force: true });
  await (await openSqlite<JournalTables>(building, { migrations: journalMigrations })).destroy();
  const carriedOver = salvageRows(file, building);
  renameSync(building, readyFile(file));
  return { setAside: putInPlace(file, at), carriedOver };
}

function putInPlace(file: string, at: Date): string {
  const setAside = `${file}.damaged-${at.toISOString().replaceAll(/[:.]/g, "-")}`;
  // Its log goes first: beside a new journal it would be taken for that one's.
  for (const part of parts.toReversed()) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${setAside}${part}`);
  }
  rmSync(damageNote(file), { force: true });
  renameSync(readyFile(file), file);
  return setAside;
}

function readyFile(file: string): string {
  return `${file}.rebuilt`;
}
