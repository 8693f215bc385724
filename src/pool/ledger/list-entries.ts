import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Page } from "./page.ts";

/** An entry of the ledger, as people read it. */
export interface LedgerEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  /** E-mail address of the account that it is about. */
  readonly account?: string;
  readonly action: string;
  readonly requestId?: string;
  readonly detail: Record<string, unknown>;
  readonly hash: string;
}

export interface EntryFilter {
  /** ISO 8601 */
  readonly since?: string | undefined;
  readonly account?: Account | undefined;
}

/** Entries of the ledger, oldest first. @throws PoolError `bad-request` for a cursor that no page gave */
export async function listEntries(
  { db }: Pool,
  { since, account }: EntryFilter,
  { limit, cursor = "0" }: Page,
): Promise<{ entries: LedgerEntry[]; next?: string }> {
  if (!/^\d{1,15}$/.test(cursor)) throw new PoolError("bad-request", "cursor: is none that a page gave");
  let query = db
    .selectFrom("ledger")
    .leftJoin("account", "account.id", "ledger.account_id")
    .selectAll("ledger")
    .select("account.email")
    .where("sequence", ">", Number(cursor));
  if (since !== undefined) query = query.where("at", ">=", new Date(since).toISOString());
  if (account !== undefined) query = query.where("ledger.account_id", "=", account.id);
  const rows = await query
    .orderBy("sequence")
    .limit(limit + 1)
    .execute();
  const entries = rows.slice(0, limit).map((row) => ({
    sequence: row.sequence,
    at: row.at,
    actor: row.actor,
    ...(row.email !== null && { account: row.email }),
    action: row.action,
    ...(row.request_id !== null && { requestId: row.request_id }),
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    hash: row.hash,
  }));
  const last = entries.at(-1);
  return { entries, ...(rows.length > limit && last && { next: String(last.sequence) }) };
}
