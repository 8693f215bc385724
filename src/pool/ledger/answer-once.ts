import type { Kysely } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { PoolTables, RequestRow } from "../pool-tables.ts";

/**
 * Notes a request id with what it asks for. Answers whether it was noted before, with the same content.
 * @throws PoolError `request-id-conflict` when it was used for something else
 */
export async function wasAnswered(
  { db, at }: PoolTransaction,
  accountId: string,
  requestId: string,
  content: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const text = JSON.stringify(
    Object.entries(content)
      .filter(([, value]) => value !== undefined)
      .sort(),
  );
  const request: RequestRow = { account_id: accountId, id: requestId, content: text, created_at: at };
  const { numAffectedRows } = await insertNew(db, request);
  if (numAffectedRows === 1n) return false;
  const before = await db
    .selectFrom("request")
    .select("content")
    .where("account_id", "=", accountId)
    .where("id", "=", requestId)
    .executeTakeFirstOrThrow();
  if (before.content === text) return true;
  throw new PoolError(
    "request-id-conflict",
    `the request id ${requestId.slice(0, 60)} was used before for something else`,
  );
}

const insertNew = compiledOnce((db: Kysely<PoolTables>, request: Given<RequestRow>) =>
  db
    .insertInto("request")
    .values(request)
    .onConflict((conflict) => conflict.columns(["account_id", "id"]).doNothing()),
);
