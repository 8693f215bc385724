import { randomUUID } from "node:crypto";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";

/** How often something may be tried. */
export interface TryLimit {
  readonly tries: number;
  /** An hour at most. */
  readonly withinMs: number;
}

/** What is older counts for nobody any more, and is not kept. */
const keptMs = 3_600_000;

/** What the tries are counted by, `login:anna@example.org`, each with its limit. */
export type Scopes = Readonly<Record<string, TryLimit>>;

/**
 * Takes one try of each scope, all or none, before what is limited is done: so tries at the same moment count too, at
 * whatever server of the pool they arrive. Answers their ids, for `giveBackTries`.
 * @throws PoolError `too-many-tries` with the seconds until the next
 */
export function reserveTries(pool: Pool, scopes: Scopes): Promise<string[]> {
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const old = new Date(Date.parse(at) - keptMs).toISOString();
    await db.deleteFrom("attempt").where("at", "<=", old).execute();
    const ids: string[] = [];
    for (const [scope, limit] of Object.entries(scopes)) ids.push(await reserveOne(transaction, scope, limit));
    return ids;
  });
}

/** For tries that turned out not to count. */
export async function giveBackTries({ db }: Pool, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom("attempt").where("id", "in", ids).execute();
}

async function reserveOne({ db, at }: PoolTransaction, scope: string, limit: TryLimit): Promise<string> {
  const now = Date.parse(at);
  // What lies in the future was noted before somebody set the clock back; servers differ by less than the time counted.
  const [oldest, newest] = [-limit.withinMs, limit.withinMs].map((ms) => new Date(now + ms).toISOString());
  await db
    .deleteFrom("attempt")
    .where("scope", "=", scope)
    .where(({ or, eb }) => or([eb("at", "<=", oldest ?? at), eb("at", ">", newest ?? at)]))
    .execute();
  const rows = await db.selectFrom("attempt").select("at").where("scope", "=", scope).orderBy("at").execute();
  const first = rows[rows.length - limit.tries];
  if (first) {
    const waitMs = Math.min(Date.parse(first.at) + limit.withinMs - now, limit.withinMs);
    const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
    throw new PoolError("too-many-tries", `too many tries: wait ${retryAfter} seconds`, { retryAfter });
  }
  const id = randomUUID();
  await db.insertInto("attempt").values({ id, scope, at }).execute();
  return id;
}
