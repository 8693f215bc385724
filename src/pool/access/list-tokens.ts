import type { Pool } from "../open-pool.ts";
import type { Account } from "./account.ts";
import { type AgentToken, toAgentToken } from "./agent-token.ts";

/** The account's tokens for agents, also expired and revoked ones, oldest first. */
export async function listTokens({ db }: Pool, account: Account): Promise<AgentToken[]> {
  const rows = await db
    .selectFrom("token")
    .selectAll()
    .where("account_id", "=", account.id)
    .where("kind", "=", "agent")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toAgentToken);
}
