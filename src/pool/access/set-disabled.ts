import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";

/**
 * Shuts out, or lets in again, whatever has the address: the account, with all who work for it and its tokens, and the
 * person, wherever else she works. Doing it twice does no harm.
 * @param actor who does it, for the ledger
 * @throws PoolError `unknown-account`
 */
export async function setDisabled(pool: Pool, actor: string, email: string, disabled: boolean): Promise<void> {
  const address = email.trim().toLowerCase();
  await inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const account = await db.selectFrom("account").select("id").where("email", "=", address).executeTakeFirst();
    const person = await db.selectFrom("person").select("id").where("email", "=", address).executeTakeFirst();
    if (account === undefined && person === undefined) {
      throw new PoolError("unknown-account", `there is no account and no person ${address}`);
    }
    const changed = { disabled_at: disabled ? at : null };
    await db.updateTable("account").set(changed).where("email", "=", address).execute();
    await db.updateTable("person").set(changed).where("email", "=", address).execute();
    const action = disabled ? "disable-account" : "enable-account";
    await record(transaction, { actor, account: account?.id, action, detail: { email: address } });
  });
}
