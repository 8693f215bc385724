import type { Kysely } from "kysely";
import { licenseCatalog } from "../../license/license-catalog.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";

/** One row of the balance; `left` is `loaded` less `used`, and never below zero. */
export interface Balance {
  readonly type: string;
  readonly loaded: number;
  readonly used: number;
  readonly left: number;
}

/** The account's balance, a row a type, in the order of the catalog. */
export function balanceOf(pool: Pool, account: Account): Promise<Balance[]> {
  return balanceIn(pool.db, account.id);
}

/** The same within a transaction. */
export async function balanceIn(db: Kysely<PoolTables>, accountId: string): Promise<Balance[]> {
  const rows = await db
    .selectFrom("balance")
    .select(["type", "loaded", "used"])
    .where("account_id", "=", accountId)
    .execute();
  const order = new Map(licenseCatalog.map(({ type }, index) => [type, index]));
  return rows
    .map((row) => ({ ...row, left: row.loaded - row.used }))
    .sort((one, other) => (order.get(one.type) ?? 0) - (order.get(other.type) ?? 0));
}
