import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { parseActivationKeyCode } from "./activation-key-code.ts";
import { wasAnswered } from "./answer-once.ts";
import { type Balance, balanceIn } from "./balance.ts";
import { load } from "./load.ts";
import { record } from "./record.ts";

/**
 * Adds activation keys to the account's balance, all or none. Answers the balance after it. A request id that was
 * answered before adds nothing: so a lost answer is not taken for a used key.
 * @throws PoolError `bad-activation-key`, `unknown-activation-key`, `activation-key-used`, `request-id-conflict`
 */
export async function activate(
  pool: Pool,
  actor: Actor,
  typed: readonly string[],
  requestId?: string,
): Promise<Balance[]> {
  const codes = [...new Set(typed.map(parseActivationKeyCode))];
  const { id } = actor.account;
  return inTransaction(pool, async (transaction) => {
    const content = { activate: codes.toSorted() };
    const before = requestId !== undefined && (await wasAnswered(transaction, id, requestId, content));
    if (!before) for (const code of codes) await activateOne(transaction, actor, code, requestId);
    return balanceIn(transaction.db, id);
  });
}

async function activateOne(
  transaction: PoolTransaction,
  { name, account }: Actor,
  code: string,
  requestId: string | undefined,
): Promise<void> {
  const { db, at } = transaction;
  const key = await db
    .selectFrom("activation_key")
    .select(["id", "account_id"])
    .where("code", "=", code)
    .executeTakeFirst();
  if (key === undefined || (key.account_id !== null && key.account_id !== account.id)) {
    throw new PoolError(
      "unknown-activation-key",
      `${code} cannot be added: there is no such activation key, or it is spent`,
    );
  }
  if (key.account_id !== null) throw new PoolError("activation-key-used", `${code} is in this balance already`);
  await db
    .updateTable("activation_key")
    .set({ account_id: account.id, activated_at: at })
    .where("id", "=", key.id)
    .where("account_id", "is", null)
    .execute();
  await db
    .updateTable("lot")
    .set({ account_id: account.id, loaded_at: at })
    .where("activation_key_id", "=", key.id)
    .execute();
  const lots = await db
    .selectFrom("lot")
    .select(["id as lotId", "type", "count"])
    .where("activation_key_id", "=", key.id)
    .execute();
  for (const { type, count } of lots) await load(transaction, account.id, type, count);
  const licenses = Object.fromEntries(lots.map(({ type, count }) => [type, count]));
  const detail = { id: key.id, activationKey: code, licenses, lots };
  await record(transaction, { actor: name, account: account.id, action: "activate", requestId, detail });
}
