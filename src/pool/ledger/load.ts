import type { PoolTransaction } from "../open-pool.ts";

/** Adds licenses to the loaded ones of an account's balance. */
export async function load({ db }: PoolTransaction, accountId: string, type: string, count: number): Promise<void> {
  await db
    .insertInto("balance")
    .values({ account_id: accountId, type, loaded: count, used: 0 })
    .onConflict((conflict) =>
      conflict.columns(["account_id", "type"]).doUpdateSet(({ eb }) => ({ loaded: eb("balance.loaded", "+", count) })),
    )
    .execute();
}

/** Takes unspent licenses away from the loaded ones of an account's balance. */
export async function unload({ db }: PoolTransaction, accountId: string, type: string, count: number): Promise<void> {
  await db
    .updateTable("balance")
    .set(({ eb }) => ({ loaded: eb("loaded", "-", count) }))
    .where("account_id", "=", accountId)
    .where("type", "=", type)
    .execute();
}
