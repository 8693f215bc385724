import type { Migration } from "kysely/migration";
import type { StoreError } from "./store-error.ts";

/** What opening a database needs beside its name. */
export interface OpenStoreOptions {
  /** Numbered migrations by name, `001-first`. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** Hears of damage that a statement met in a SQLite file; what it answers is thrown instead. */
  readonly onDamage?: (error: StoreError) => StoreError;
}
