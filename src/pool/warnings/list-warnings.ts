import type { Account } from "../access/account.ts";
import type { TokenLimits } from "../access/caller.ts";
import { afterOf, badCursor, type Page, type PageOf, pageOf } from "../ledger/page.ts";
import type { Pool } from "../open-pool.ts";
import { findWarnings } from "./find-warnings.ts";
import { type FoundWarning, type Warning, warningCodes } from "./warning.ts";

/**
 * What a person should know of an account: types that run short, used up budgets of tokens, keys that no box was seen
 * with, revoked ones that a box still has.
 * @param limits of the agent's token that asks, if it is one
 * @throws PoolError `bad-request` for a cursor that no page gave
 */
export async function listWarnings(
  { db, now, warnLimits }: Pool,
  account: Account,
  page: Page,
  limits?: TokenLimits,
): Promise<PageOf<Warning>> {
  const codes: readonly string[] = warningCodes;
  const after = afterOf(page, ["code", "key"]);
  const first = after === undefined ? 0 : codes.indexOf(after.code);
  if (first < 0) throw badCursor();
  const watch = { db, now: now(), accountId: account.id, warnLimits, limits };
  const found: FoundWarning[] = [];
  for (const code of warningCodes.slice(first)) {
    const wanted = page.limit + 1 - found.length;
    if (wanted === 0) break;
    found.push(...(await findWarnings[code](watch, wanted, code === after?.code ? after.key : undefined)));
  }
  const { items, next } = pageOf(found, page, ({ key, warning }) => [warning.code, key]);
  return { items: items.map(({ warning }) => warning), ...(next !== undefined && { next }) };
}
