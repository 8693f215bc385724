import type { PostgresPool, PostgresPoolClient } from "kysely";
import type pg from "pg";
import { asPostgresError } from "./postgres-error.ts";

/** Statements that are prepared on each connection; more than a program has. */
const keptStatements = 500;

/** pg's pool in the shape that Kysely wants: statements are prepared once a connection, errors become StoreErrors. */
export function postgresPool(pool: pg.Pool, name: string): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const kept = names.get(text);
    if (kept !== undefined || names.size >= keptStatements) return kept;
    names.set(text, `varsync-${names.size}`);
    return names.get(text);
  };
  return {
    options: pool.options,
    connect: () => guarded(name, async () => wrap(await pool.connect(), name, nameOf)),
    end: () => pool.end(),
  };
}

function wrap(client: pg.PoolClient, name: string, nameOf: (text: string) => string | undefined): PostgresPoolClient {
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  const query = (text: string, values: readonly unknown[]) =>
    guarded(name, () => client.query({ text, values: [...values], ...(values.length > 0 && { name: nameOf(text) }) }));
  return {
    // The other shape, with a cursor, is for streams, which nothing here asks for.
    query: query as unknown as PostgresPoolClient["query"],
    release: () => {
      client.off("error", onError);
      client.release(broken);
    },
  };
}

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asPostgresError(error, name);
  }
}
