import type { SerialNumber } from "../../license/serial-number.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";

/** Licenses that were created today from the account's balance: for the box, and in all. The day is the pool's. */
export async function spentToday(
  pool: Pool,
  account: Account,
  serial: SerialNumber,
): Promise<{ box: number; day: number }> {
  const midnight = new Date(pool.now());
  midnight.setHours(0, 0, 0, 0);
  const rows = await pool.db
    .selectFrom("license_key")
    .select(["serial", "count"])
    .where("account_id", "=", account.id)
    .where("created_at", ">=", midnight.toISOString())
    .where("predefined", "=", 0)
    .where("issuer", "=", "own")
    .execute();
  const sum = (some: typeof rows) => some.reduce((all, { count }) => all + count, 0);
  return { box: sum(rows.filter((row) => row.serial === serial)), day: sum(rows) };
}
