import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { openSqlite } from "./open-sqlite.ts";
import { isPostgresAddress } from "./postgres-address.ts";

export interface OpenStoreOptions {
  /** Numbered migrations by name, `001-first`. */
  readonly migrations: Readonly<Record<string, Migration>>;
}

/**
 * Opens a database, a SQLite file by its path or PostgreSQL by its address, and brings it to the newest schema.
 * @throws StoreError
 */
export async function openStore<Tables>(database: string, options: OpenStoreOptions): Promise<Kysely<Tables>> {
  if (!isPostgresAddress(database)) return openSqlite<Tables>(database, options);
  const { openPostgres } = await import("./open-postgres.ts");
  return openPostgres<Tables>(database, options);
}
