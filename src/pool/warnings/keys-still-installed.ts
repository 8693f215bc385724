import { sql } from "kysely";
import { seenBy } from "../ledger/list-license-keys.ts";
import type { FindWarnings } from "./warning.ts";

/** Revoked license keys that a box had when it was read last. */
export const keysStillInstalled: FindWarnings = async ({ db, accountId, limits }, limit, after = "") => {
  // Literals, so that SQLite finds the index that has only these.
  let query = db
    .selectFrom("license_key")
    .where("license_key.account_id", "=", accountId)
    .where("status", "=", sql.lit("revoked" as const))
    .where("seen_on", "is not", null)
    .whereRef("seen_at", ">", "revoked_at")
    .where("id", ">", after);
  if (limits !== undefined) query = query.where(seenBy(limits));
  const rows = await query.select(["id", "type", "count", "seen_on"]).orderBy("id").limit(limit).execute();
  return rows.map(({ id, type, count, seen_on }) => ({
    key: id,
    warning: {
      code: "revoked-but-installed",
      message: `${type}=${count} is revoked, and was read back from ${seen_on} since`,
      type,
      licenseKeyId: id,
      ...(seen_on !== null && { serial: seen_on }),
    },
  }));
};
