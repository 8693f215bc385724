import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";

/** Which lot gives how much. */
export interface Payment {
  readonly lotId: number;
  readonly count: number;
}

/**
 * Takes `count` licenses from the account's balance and from its lots, oldest first. The one conditional statement
 * decides, under any concurrency: left never falls below zero.
 * @throws PoolError `short-of-licenses`
 */
export async function pay({ db }: PoolTransaction, accountId: string, type: string, count: number): Promise<Payment[]> {
  const taken = await db
    .updateTable("balance")
    .set(({ eb }) => ({ used: eb("used", "+", count) }))
    .where("account_id", "=", accountId)
    .where("type", "=", type)
    .where(({ eb }) => eb(eb("loaded", "-", eb.ref("used")), ">=", count))
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw await shortOf(db, accountId, type, count);
  const lots = await db
    .selectFrom("lot")
    .innerJoin("activation_key", "activation_key.id", "lot.activation_key_id")
    .select(["lot.id", "lot.count", "lot.used"])
    .where("activation_key.account_id", "=", accountId)
    .where("lot.type", "=", type)
    .whereRef("lot.used", "<", "lot.count")
    .orderBy("activation_key.activated_at")
    .orderBy("lot.id")
    .execute();
  const payments: Payment[] = [];
  let missing = count;
  for (const lot of lots) {
    const part = Math.min(missing, lot.count - lot.used);
    if (part === 0) break;
    await db
      .updateTable("lot")
      .set(({ eb }) => ({ used: eb("used", "+", part) }))
      .where("id", "=", lot.id)
      .execute();
    payments.push({ lotId: lot.id, count: part });
    missing -= part;
  }
  if (missing > 0) throw new Error(`the lots of ${type} have ${missing} fewer licenses than the balance says`);
  return payments;
}

async function shortOf(db: PoolTransaction["db"], accountId: string, type: string, count: number): Promise<PoolError> {
  const row = await db
    .selectFrom("balance")
    .select(["loaded", "used"])
    .where("account_id", "=", accountId)
    .where("type", "=", type)
    .executeTakeFirst();
  const left = row ? row.loaded - row.used : 0;
  return new PoolError(
    "short-of-licenses",
    `${count} ${type} are asked for, and ${left} are left; add an activation key first`,
  );
}
