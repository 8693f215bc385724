import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Actor } from "./actor.ts";
import { type AgentToken, toAgentToken } from "./agent-token.ts";

/** From now on the token is worth nothing; doing it twice does no harm. @throws PoolError `unknown-token` */
export async function revokeToken(pool: Pool, { name: actor, account }: Actor, id: string): Promise<AgentToken> {
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const row = await db
      .selectFrom("token")
      .selectAll()
      .where("id", "=", id)
      .where("kind", "=", "agent")
      .where("account_id", "=", account.id)
      .executeTakeFirst();
    if (row === undefined) throw new PoolError("unknown-token", `there is no token ${id}; varsync pool token list`);
    if (row.revoked_at !== null) return toAgentToken(row);
    await db.updateTable("token").set({ revoked_at: at }).where("id", "=", id).execute();
    const detail = { id, name: row.name };
    await record(transaction, { actor, account: account.id, action: "revoke-token", detail });
    return toAgentToken({ ...row, revoked_at: at });
  });
}
