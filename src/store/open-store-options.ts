import type { Migration } from "kysely/migration";

/** What opening a database needs beside its name. */
export interface OpenStoreOptions {
  /** Numbered migrations by name, `001-first`. */
  readonly migrations: Readonly<Record<string, Migration>>;
}
