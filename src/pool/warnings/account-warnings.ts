import { setImmediate } from "node:timers/promises";
import type { TokenLimits } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { findWarnings } from "./find-warnings.ts";
import { type FoundWarning, type Warning, warningCodes } from "./warning.ts";

/** The warnings of one code that an account has. */
export interface AccountWarnings {
  readonly account: string;
  readonly code: Warning["code"];
  readonly found: readonly FoundWarning[];
}

/**
 * The warnings of one account, or of all that are not disabled, by code.
 * @param most of a code and account that are looked for
 */
export async function* accountWarnings(
  { db, now, warnLimits }: Pool,
  most: number,
  accountId?: string,
  limits?: TokenLimits,
): AsyncGenerator<AccountWarnings> {
  let query = db.selectFrom("account").select(["id", "email"]).where("disabled_at", "is", null).orderBy("email");
  if (accountId !== undefined) query = query.where("id", "=", accountId);
  for (const { id, email: account } of await query.execute()) {
    for (const code of warningCodes) {
      const watch = { db, now: now(), accountId: id, warnLimits, limits };
      yield { account, code, found: await findWarnings[code](watch, most, undefined) };
    }
    // SQLite answers at once: without this pause nothing else would happen until all accounts are through.
    await setImmediate();
  }
}
