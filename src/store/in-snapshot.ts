import { type Kysely, sql } from "kysely";
import { isPostgres } from "./is-postgres.ts";

/** Does the work on one state of the database, whatever others write meanwhile; nobody waits for it. */
export function inSnapshot<Tables, Result>(
  db: Kysely<Tables>,
  work: (snapshot: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const begin = isPostgres(db) ? sql`begin isolation level repeatable read read only` : sql`begin deferred`;
  return db.connection().execute(async (connection) => {
    await begin.execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql`rollback`.execute(connection).catch(() => undefined);
    }
  });
}
