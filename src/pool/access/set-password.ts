import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { checkPassword } from "./insert-person.ts";
import { hashPassword } from "./password.ts";

/**
 * A new password for a person, who is logged out everywhere.
 * @param actor who does it, for the ledger
 * @throws PoolError `unknown-account`, `bad-request`
 */
export async function setPassword(pool: Pool, actor: string, email: string, password: string): Promise<void> {
  checkPassword(password);
  const passwordHash = await hashPassword(password);
  const address = email.trim().toLowerCase();
  await inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const person = await db.selectFrom("person").select("id").where("email", "=", address).executeTakeFirst();
    if (person === undefined) throw new PoolError("unknown-account", `nobody has the address ${address}`);
    await db.updateTable("person").set({ password_hash: passwordHash }).where("id", "=", person.id).execute();
    await db
      .updateTable("token")
      .set({ revoked_at: at })
      .where("kind", "=", "session")
      .where("person_id", "=", person.id)
      .where("revoked_at", "is", null)
      .execute();
    await record(transaction, { actor, action: "set-password", detail: { email: address } });
  });
}
