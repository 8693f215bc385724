import type { Actor } from "../access/actor.ts";
import type { Pool } from "../open-pool.ts";
import type { BoxReport } from "./box-report.ts";

/** What was seen is written down again once it is older than this. */
const freshMs = 24 * 3_600_000;

/**
 * Whether a report says anything that the pool does not know: boxes in step are reported again and again, and each
 * writing would wait for the disk.
 */
export async function isNews({ db, now }: Pool, { account }: Actor, report: BoxReport): Promise<boolean> {
  if (report.state !== undefined) return true;
  const { serial, installed, site } = report;
  const box = await db
    .selectFrom("box")
    .select("site")
    .where("account_id", "=", account.id)
    .where("serial", "=", serial)
    .executeTakeFirst();
  if (box === undefined || (site !== undefined && box.site !== site)) return true;
  if (installed === undefined) return false;
  const stale = new Date(now().getTime() - freshMs).toISOString();
  const keys = await db
    .selectFrom("license_key")
    .select(["code", "status", "revoked_at", "returned_at", "seen_at", "seen_on"])
    .where("account_id", "=", account.id)
    .where(({ or, eb }) =>
      or([
        eb("seen_on", "=", serial),
        eb("serial", "=", serial),
        ...(installed.length > 0 ? [eb("code", "in", installed.slice(0, 500))] : []),
      ]),
    )
    .execute();
  const there = new Set(installed);
  return keys.some(({ code, status, revoked_at, returned_at, seen_at, seen_on }) => {
    if (there.has(code)) return seen_on !== serial || seen_at === null || seen_at < (revoked_at ?? stale);
    return seen_on === serial || (status === "revoked" && returned_at === null);
  });
}
