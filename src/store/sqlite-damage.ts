import { DatabaseSync } from "node:sqlite";
import { asStoreError, isDamage } from "./store-error.ts";

/**
 * Reads a SQLite file whole, and says what is wrong with it; nothing when it is sound, or cannot be opened at all.
 * @param how `quick_check` leaves out what indexes say
 */
export function sqliteDamage(path: string, how: "quick_check" | "integrity_check"): string | undefined {
  try {
    using database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
    const [found] = Object.values(database.prepare(`PRAGMA ${how}(1)`).get() ?? {});
    return found === "ok" ? undefined : String(found);
  } catch (error) {
    const told = asStoreError(error, path);
    return isDamage(told) ? told.message : undefined;
  }
}
