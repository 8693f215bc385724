import { afterOf, comesAfter, type Page, type PageOf, pageOf } from "../ledger/page.ts";
import type { Pool } from "../open-pool.ts";
import type { Account } from "./account.ts";
import { type AgentToken, toAgentToken } from "./agent-token.ts";

/** The account's tokens for agents, also expired and revoked ones, oldest first. */
export async function listTokens({ db }: Pool, account: Account, page: Page): Promise<PageOf<AgentToken>> {
  const after = afterOf(page, ["created_at", "id"]);
  let query = db
    .selectFrom("token")
    .selectAll()
    .where("account_id", "=", account.id)
    .where("kind", "=", "agent")
    .orderBy("created_at")
    .orderBy("id")
    .limit(page.limit + 1);
  if (after) query = query.where(comesAfter(["created_at", "id"], [after.created_at, after.id]));
  const { items, ...more } = pageOf(await query.execute(), page, ({ created_at, id }) => [created_at, id]);
  return { items: items.map(toAgentToken), ...more };
}
