import type { SerialNumber } from "../../license/serial-number.ts";
import type { TokenLimits } from "../access/caller.ts";
import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { dayStart } from "./day-start.ts";

/**
 * Whether a token may create so many licenses more today. Its day is the pool's, counted from the keys it created.
 * @throws PoolError `budget-used-up`, `forbidden` for a box that is not the token's
 */
export async function checkBudget(
  { db }: PoolTransaction,
  { id, serials, perBox = 0, perDay = 0 }: TokenLimits,
  serial: SerialNumber | undefined,
  count: number,
  now: Date,
): Promise<void> {
  if (serials && (serial === undefined || !serials.has(serial))) {
    throw new PoolError("forbidden", "the token is for other boxes");
  }
  const rows = await db
    .selectFrom("license_key")
    .select(["serial", ({ fn }) => fn.sum<number>("count").as("sum")])
    .where("token_id", "=", id)
    .where("created_at", ">=", dayStart(now))
    .where("predefined", "=", 0)
    .groupBy("serial")
    .execute();
  const day = rows.reduce((all, row) => all + row.sum, 0);
  const box = rows.find((row) => row.serial === (serial ?? null))?.sum ?? 0;
  if (box + count <= perBox && day + count <= perDay) return;
  const message = `the token may create ${perBox} licenses a box and ${perDay} in all a day; ${box} and ${day} were created today, ${count} more are asked for`;
  throw new PoolError("budget-used-up", message);
}
