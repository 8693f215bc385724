import type { Kysely } from "kysely";
import { openSqlite } from "./open-sqlite.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { isPostgresAddress } from "./postgres-address.ts";

/**
 * Opens a database, a SQLite file by its path or PostgreSQL by its address, and brings it to the newest schema.
 * @throws StoreError
 */
export async function openStore<Tables>(database: string, options: OpenStoreOptions): Promise<Kysely<Tables>> {
  if (!isPostgresAddress(database)) return openSqlite<Tables>(database, options);
  const { openPostgres } = await import("./open-postgres.ts");
  return openPostgres<Tables>(database, options);
}
