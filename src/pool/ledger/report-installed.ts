import type { SerialNumber } from "../../license/serial-number.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import type { BoxReport } from "./box-report.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { isNews } from "./report-news.ts";
import { mayReturn, returnLicenses } from "./return-licenses.ts";

/** How many codes one statement asks for. */
const atOnce = 500;

/**
 * Remembers which of the account's keys were read back from a box, and that the box is the account's. Revoked software
 * keys that were seen on the box, or were made for it, and are gone now give back what they were paid with. Answers
 * those.
 */
export async function reportInstalled(pool: Pool, actor: Actor, report: BoxReport): Promise<LicenseKey[]> {
  if (!(await isNews(pool, actor, report))) return [];
  return inTransaction(pool, async (transaction) => {
    await registerBox(transaction, actor, report);
    if (report.installed === undefined) return [];
    await rememberSeen(transaction, actor.account.id, report.serial, report.installed);
    const codes = new Set(report.installed);
    const returned: LicenseKey[] = [];
    for (const row of await revokedOf(transaction, actor.account.id, report.serial)) {
      if (codes.has(row.code) || !mayReturn(row)) continue;
      returned.push(toLicenseKey(await returnLicenses(transaction, actor.name, row, "removal read back")));
    }
    await forgetGone(transaction, actor.account.id, report.serial, codes);
    return returned;
  });
}

/** Makes the box the account's, with what is said of it now. */
export async function registerBox(
  { db, at }: PoolTransaction,
  { name, account }: Actor,
  { serial, site, state }: Omit<BoxReport, "installed">,
): Promise<void> {
  const known = {
    ...(site !== undefined && { site }),
    ...(state && { state: JSON.stringify(state) }),
    reported_at: at,
  };
  await db
    .insertInto("box")
    .values({ account_id: account.id, serial, added_by: name, added_at: at, site: null, state: null, ...known })
    .onConflict((conflict) => conflict.columns(["account_id", "serial"]).doUpdateSet(known))
    .execute();
}

async function rememberSeen(
  { db, at }: PoolTransaction,
  accountId: string,
  serial: SerialNumber,
  codes: readonly string[],
): Promise<void> {
  for (let start = 0; start < codes.length; start += atOnce) {
    await db
      .updateTable("license_key")
      .set({ seen_at: at, seen_on: serial })
      .where("account_id", "=", accountId)
      .where("code", "in", codes.slice(start, start + atOnce))
      .execute();
  }
}

/** Keys that were on the box, and are not any more. */
async function forgetGone(
  { db }: PoolTransaction,
  accountId: string,
  serial: SerialNumber,
  codes: ReadonlySet<string>,
): Promise<void> {
  const onBox = await db
    .selectFrom("license_key")
    .select(["id", "code"])
    .where("account_id", "=", accountId)
    .where("seen_on", "=", serial)
    .execute();
  for (const { id } of onBox.filter(({ code }) => !codes.has(code))) {
    await db.updateTable("license_key").set({ seen_on: null }).where("id", "=", id).execute();
  }
}

/** Revoked keys that this box had last, or that were made for it and never seen elsewhere. */
function revokedOf({ db }: PoolTransaction, accountId: string, serial: SerialNumber): Promise<LicenseKeyRow[]> {
  return db
    .selectFrom("license_key")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("status", "=", "revoked")
    .where("returned_at", "is", null)
    .where(({ or, and, eb }) =>
      or([eb("seen_on", "=", serial), and([eb("seen_on", "is", null), eb("serial", "=", serial)])]),
    )
    .execute();
}
