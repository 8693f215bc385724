import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { checkPassword } from "./insert-person.ts";
import { hashPassword } from "./password.ts";
import { storePassword } from "./store-password.ts";

/**
 * A new password for a person, who is logged out everywhere.
 * @param actor who does it, for the ledger
 * @throws PoolError `unknown-account`, `bad-request`
 */
export async function setPassword(pool: Pool, actor: string, address: string, password: string): Promise<void> {
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  const email = address.trim().toLowerCase();
  await inTransaction(pool, async (transaction) => {
    const person = await transaction.db.selectFrom("person").select("id").where("email", "=", email).executeTakeFirst();
    if (person === undefined) throw new PoolError("unknown-account", `nobody has the address ${email}`);
    await storePassword(transaction, actor, { personId: person.id, email, passwordHash });
  });
}
