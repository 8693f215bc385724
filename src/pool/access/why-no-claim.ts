import type { SerialNumber } from "../../license/serial-number.ts";
import type { Pool } from "../open-pool.ts";
import type { Caller } from "./caller.ts";
import { isWithinReach } from "./within-reach.ts";

/**
 * Why the caller may not claim for a box; `undefined` where they may. People and the boxes of a token's list may be
 * claimed for. A site's token claims only for boxes of the account that a person vouched for: what its agent reports is
 * nobody's word, and a claim is for ever.
 * @throws PoolError `forbidden` for a box that is not in the token's list
 */
export async function whyNoClaim(pool: Pool, caller: Caller, serial: SerialNumber): Promise<string | undefined> {
  const { limits, account } = caller;
  if (limits === undefined) return undefined;
  if (!(await isWithinReach(pool, caller, serial))) {
    return `${serial} is none of the boxes of the token's site: its agent reports them`;
  }
  if (limits.serials || (account && (await isVouchedFor(pool, account.id, serial)))) return undefined;
  return `nobody vouched for ${serial} at the pool yet: varsync pool enroll ${serial} does`;
}

/** Somebody said that the box is the account's, or got license keys for it. */
async function isVouchedFor({ db }: Pool, accountId: string, serial: SerialNumber): Promise<boolean> {
  const box = await db
    .selectFrom("box")
    .select("serial")
    .where("account_id", "=", accountId)
    .where("serial", "=", serial)
    .where("enrolled_by", "is not", null)
    .executeTakeFirst();
  if (box) return true;
  const key = await db
    .selectFrom("license_key")
    .select("id")
    .where("account_id", "=", accountId)
    .where("serial", "=", serial)
    // What was claimed before is the account's for ever.
    .where(({ or, eb }) => or([eb("token_id", "is", null), eb("predefined", "=", 1)]))
    .limit(1)
    .executeTakeFirst();
  return key !== undefined;
}
