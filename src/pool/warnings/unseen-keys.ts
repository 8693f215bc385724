import { type Kysely, sql } from "kysely";
import { seenBy } from "../ledger/list-license-keys.ts";
import { comesAfter } from "../ledger/page.ts";
import type { PoolTables } from "../pool-tables.ts";
import type { FindWarnings } from "./warning.ts";

/** License keys that were created long ago and seen on no box since; the oldest first. */
export const unseenKeys: FindWarnings = async ({ db, accountId, warnLimits, limits, now }, limit, after) => {
  let query = unseen(db, accountId, new Date(now.getTime() - warnLimits.unseenAfterMs));
  if (limits !== undefined) query = query.where(seenBy(limits));
  if (after !== undefined) {
    const [created_at = "", id = ""] = after.split(" ");
    query = query.where(comesAfter(["created_at", "id"], [created_at, id]));
  }
  const rows = await query
    .select(["id", "type", "count", "serial", "created_at"])
    .orderBy("created_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id, type, count, serial, created_at }) => ({
    key: `${created_at} ${id}`,
    warning: {
      code: "never-seen",
      message: `${type}=${count} for ${serial ?? "no box"} was created on ${created_at.slice(0, 10)} and is not seen on any box since`,
      type,
      licenseKeyId: id,
      ...(serial !== null && { serial }),
    },
  }));
};

function unseen(db: Kysely<PoolTables>, accountId: string, before: Date) {
  // Literals, so that SQLite finds the index that has only these.
  return db
    .selectFrom("license_key")
    .where("license_key.account_id", "=", accountId)
    .where("status", "=", sql.lit("active" as const))
    .where("seen_at", "is", null)
    .where("issuer", "=", sql.lit("own" as const))
    .where("created_at", "<=", before.toISOString());
}
