import type { Kysely } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { BalanceRow, PoolTables } from "../pool-tables.ts";

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
  const whose: Whose = { account_id: accountId, type };
  const taken = await takeFromBalance(db, { ...whose, count });
  if (taken.numAffectedRows === 0n) throw await shortOf(db, accountId, type, count);
  const { rows: lots } = await selectLots(db, whose);
  const payments: Payment[] = [];
  let missing = count;
  for (const lot of lots) {
    const part = Math.min(missing, lot.count - lot.used);
    if (part === 0) break;
    await takeFromLot(db, { id: lot.id, count: part });
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

type Whose = Pick<BalanceRow, "account_id" | "type">;

const takeFromBalance = compiledOnce((db: Kysely<PoolTables>, given: Given<Whose & { readonly count: number }>) =>
  db
    .updateTable("balance")
    .set(({ eb }) => ({ used: eb("used", "+", given.count) }))
    .where("account_id", "=", given.account_id)
    .where("type", "=", given.type)
    .where(({ eb }) => eb(eb("loaded", "-", eb.ref("used")), ">=", given.count)),
);

const selectLots = compiledOnce((db: Kysely<PoolTables>, given: Given<Whose>) =>
  db
    .selectFrom("lot")
    .select(["id", "count", "used"])
    .where("account_id", "=", given.account_id)
    .where("type", "=", given.type)
    .whereRef("used", "<", "count")
    .orderBy("loaded_at")
    .orderBy("id"),
);

const takeFromLot = compiledOnce(
  (db: Kysely<PoolTables>, given: Given<{ readonly id: number; readonly count: number }>) =>
    db
      .updateTable("lot")
      .set(({ eb }) => ({ used: eb("used", "+", given.count) }))
      .where("id", "=", given.id),
);
