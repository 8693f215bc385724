import { record } from "../ledger/record.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Account } from "./account.ts";
import { agreement } from "./agreement.ts";
import { insertAccount } from "./insert-account.ts";
import { checkPerson, insertPerson, type NewPerson, personOfAddress } from "./insert-person.ts";
import { hashSecret } from "./new-secret.ts";
import { hashPassword } from "./password.ts";

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: "reseller" | "issuer";
  readonly password: string;
}

/**
 * Adds an account on behalf of the database's operator, which counts as having accepted the license agreement. A person
 * of that address, where there is one already, owns it, with this password from now on.
 * @throws PoolError `account-exists`, `bad-request`
 */
export async function addAccount(pool: Pool, { role, password, ...given }: NewAccount): Promise<Account> {
  const person = checkPerson(given, password);
  const passwordHash = await hashPassword(password);
  return inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    const { email } = person;
    const there = await db.selectFrom("account").select("id").where("email", "=", email).executeTakeFirst();
    if (there) throw new PoolError("account-exists", `there is an account ${email} already`);
    const owner = await ownerFor(transaction, person, passwordHash);
    const account = await insertAccount(transaction, { ...person, role }, owner);
    await record(transaction, {
      actor: "operator",
      account: account.id,
      action: "add-account",
      detail: {
        email,
        name: person.name,
        role,
        agreementVersion: agreement.version,
        password: hashSecret(passwordHash),
      },
    });
    return account;
  });
}

async function ownerFor(transaction: PoolTransaction, person: NewPerson, passwordHash: string): Promise<string> {
  const there = await personOfAddress(transaction, person.email);
  if (there === undefined) return insertPerson(transaction, person, passwordHash);
  await transaction.db.updateTable("person").set({ password_hash: passwordHash }).where("id", "=", there).execute();
  return there;
}
