import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { migrate } from "./migrate.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { databaseName } from "./postgres-address.ts";
import { asPostgresError } from "./postgres-error.ts";
import { postgresPool } from "./postgres-pool.ts";

/** Connections of one process; the server's own limit is 100 unless somebody raised it. */
const mostConnections = 10;

/** PostgreSQL's numbers for types whose values come as text unless somebody reads them. */
const numberTypes: ReadonlySet<number> = new Set([20, 1700]);

/**
 * Opens a PostgreSQL database for many processes at once and brings it to the program's newest schema. What the address
 * leaves out (password, host) comes from where every PostgreSQL client takes it: `PGPASSWORD`, `~/.pgpass`.
 * @throws StoreError
 */
export async function openPostgres<Tables>(address: string, { migrations }: OpenStoreOptions): Promise<Kysely<Tables>> {
  const name = databaseName(address);
  const pool = new pg.Pool({
    connectionString: address,
    max: mostConnections,
    connectionTimeoutMillis: 15_000,
    // A connection that lost its server must not hold a request, nor its locks, for ever.
    query_timeout: 60_000,
    idle_in_transaction_session_timeout: 30_000,
    lock_timeout: 30_000,
    keepAlive: true,
    application_name: "varsync",
    types: {
      // Counts and sums: far below what a number holds.
      getTypeParser: (oid, format) =>
        numberTypes.has(oid) && format !== "binary" ? Number : pg.types.getTypeParser(oid, format as "text"),
    },
  });
  // A connection that breaks while nobody uses it is thrown away; the next request opens another.
  pool.on("error", () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: postgresPool(pool, name) }) });
  try {
    await migrate(db, migrations, name);
    return db;
  } catch (error) {
    await db.destroy();
    throw asPostgresError(error, name);
  }
}
