import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import { balanceOf } from "./balance.ts";

/** Something about an account that a person should know. */
export interface Warning {
  readonly code: "low-balance" | "never-seen" | "revoked-but-installed";
  readonly message: string;
  readonly type: string;
  readonly left?: number;
  readonly licenseKeyId?: string;
  readonly serial?: string;
}

/** A tenth of what was loaded. */
const lowShare = 0.1;
/** Days after which a key that no box was seen with is told. */
const unseenDays = 30;

/** What a person should know: types that run short, keys that no box was seen with, revoked ones that a box still has. */
export async function listWarnings(pool: Pool, account: Account): Promise<Warning[]> {
  const low = (await balanceOf(pool, account)).filter(({ loaded, left }) => loaded > 0 && left < loaded * lowShare);
  const before = new Date(pool.now().getTime() - unseenDays * 86_400_000).toISOString();
  const unseen = await keys(pool, account)
    .where("status", "=", "active")
    .where("seen_at", "is", null)
    .where("created_at", "<", before)
    .execute();
  const installed = await keys(pool, account)
    .where("status", "=", "revoked")
    .where("seen_on", "is not", null)
    .whereRef("seen_at", ">", "revoked_at")
    .execute();
  return [
    ...low.map(({ type, loaded, left }) => ({
      code: "low-balance" as const,
      message: `${left} of ${loaded} ${type} are left`,
      type,
      left,
    })),
    ...unseen.map(({ id, type, count, serial }) => ({
      code: "never-seen" as const,
      message: `${type}=${count} for ${serial ?? "no box"} was not seen on any box for ${unseenDays} days`,
      type,
      licenseKeyId: id,
      ...(serial !== null && { serial }),
    })),
    ...installed.map(({ id, type, count, seen_on }) => ({
      code: "revoked-but-installed" as const,
      message: `${type}=${count} is revoked, and was read back from ${seen_on} since`,
      type,
      licenseKeyId: id,
      ...(seen_on !== null && { serial: seen_on }),
    })),
  ];
}

/** The most keys of one kind that are told. */
const most = 1000;

function keys({ db }: Pool, { id }: Account) {
  return db
    .selectFrom("license_key")
    .select(["id", "type", "count", "serial", "seen_on"])
    .where("account_id", "=", id)
    .orderBy("sequence")
    .limit(most);
}
