import type { SerialNumber } from "../../license/serial-number.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Caller, TokenLimits } from "./caller.ts";

/**
 * Whether the caller may have to do with a box: people may with every box; a token with the boxes of its list; a site's
 * token with the account's own boxes, which are those that somebody of the account got license keys for, and those that
 * the site reports.
 * @throws PoolError `forbidden` for a box that is not in the token's list
 */
export async function isWithinReach(pool: Pool, { limits, account }: Caller, serial: SerialNumber): Promise<boolean> {
  if (limits === undefined) return true;
  if (limits.serials?.has(serial)) return true;
  if (limits.serials) throw new PoolError("forbidden", `the token is for other boxes than ${serial}`);
  return account !== undefined && isOwnBox(pool, account.id, limits, serial);
}

async function isOwnBox(
  { db }: Pool,
  accountId: string,
  { id, site = "" }: TokenLimits,
  serial: SerialNumber,
): Promise<boolean> {
  const known = await db
    .selectFrom("box")
    .select("serial")
    .where("account_id", "=", accountId)
    .where("serial", "=", serial)
    .where(({ or, eb }) => or([eb("site", "is", null), eb("site", "=", site)]))
    .executeTakeFirst();
  if (known) return true;
  const key = await db
    .selectFrom("license_key")
    .select("id")
    .where("account_id", "=", accountId)
    .where("serial", "=", serial)
    .where(({ or, eb }) => or([eb("token_id", "is", null), eb("token_id", "=", id)]))
    .limit(1)
    .executeTakeFirst();
  return key !== undefined;
}
