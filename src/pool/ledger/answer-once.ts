import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";

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
  const before = await db
    .selectFrom("request")
    .select("content")
    .where("account_id", "=", accountId)
    .where("id", "=", requestId)
    .executeTakeFirst();
  if (before?.content === text) return true;
  if (before) {
    throw new PoolError(
      "request-id-conflict",
      `the request id ${requestId.slice(0, 60)} was used before for something else`,
    );
  }
  await db
    .insertInto("request")
    .values({ account_id: accountId, id: requestId, content: text, created_at: at })
    .execute();
  return false;
}
