import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { findAccount } from "./account.ts";
import { agreement } from "./agreement.ts";
import { checkPerson, insertPerson, type NewPerson, personOfAddress } from "./insert-person.ts";
import { hashSecret } from "./new-secret.ts";
import { hashPassword } from "./password.ts";

/**
 * Adds, on behalf of the database's operator, a person who reads one account and changes nothing. Somebody who has a
 * login already keeps its password. Answers the person's id.
 * @throws PoolError `unknown-account`, `account-exists` for who works for that account already, `bad-request`
 */
export async function addAuditor(
  pool: Pool,
  given: NewPerson & { readonly password: string },
  ofAccount: string,
): Promise<NewPerson & { readonly id: string }> {
  const person = checkPerson(given, given.password);
  const passwordHash = await hashPassword(given.password);
  const account = await findAccount(pool, ofAccount);
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const there = await personOfAddress(transaction, person.email);
    const id = there ?? (await insertPerson(transaction, person, passwordHash));
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("membership")
      .values({ account_id: account.id, person_id: id, role: "auditor", since: at })
      .onConflict((conflict) => conflict.columns(["account_id", "person_id"]).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) {
      throw new PoolError("account-exists", `${person.email} works for ${account.email} already`);
    }
    const login = there === undefined ? { name: person.name, password: hashSecret(passwordHash) } : {};
    const detail = { email: person.email, agreementVersion: agreement.version, ...login };
    await record(transaction, { actor: "operator", account: account.id, action: "add-auditor", detail });
    return { id, ...person };
  });
}
