import type { Pool } from "../open-pool.ts";

export interface AccountLeft {
  readonly email: string;
  readonly type: string;
  readonly left: number;
}

/** What is left by account and type: of one account, or of all. */
export async function balances({ db }: Pool, accountId: string | undefined): Promise<AccountLeft[]> {
  let query = db
    .selectFrom("balance")
    .innerJoin("account", "account.id", "balance.account_id")
    .select(["account.email", "balance.type", "balance.loaded", "balance.used"]);
  if (accountId !== undefined) query = query.where("balance.account_id", "=", accountId);
  const rows = await query.orderBy("account.email").orderBy("balance.type").execute();
  return rows.map(({ email, type, loaded, used }) => ({ email, type, left: loaded - used }));
}
