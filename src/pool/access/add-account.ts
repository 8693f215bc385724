import { randomUUID } from "node:crypto";
import { record } from "../ledger/record.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { PersonRow } from "../pool-tables.ts";
import type { Account } from "./account.ts";
import { hashPassword } from "./password.ts";

/** The license agreement's version that an account accepts. */
export const agreementVersion = "1";

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: "reseller" | "issuer";
  readonly password: string;
}

/**
 * Adds an account on behalf of the database's operator, which counts as having accepted the license agreement.
 * @throws PoolError `account-exists`, `bad-request`
 */
export async function addAccount(pool: Pool, { email, name, role, password }: NewAccount): Promise<Account> {
  const address = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || address.length > 254) {
    throw new PoolError("bad-request", `"${email}" is no e-mail address`);
  }
  if (name.trim() === "") throw new PoolError("bad-request", "the name is empty");
  if (password.length < 8) throw new PoolError("bad-request", "the password has fewer than 8 characters");
  const password_hash = await hashPassword(password);
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const there = await db.selectFrom("account").select("id").where("email", "=", address).executeTakeFirst();
    if (there) throw new PoolError("account-exists", `there is an account ${address} already`);
    const person = await personFor(transaction, { email: address, name: name.trim(), password_hash });
    const id = randomUUID();
    await db
      .insertInto("account")
      .values({ id, email: address, name: name.trim(), role, created_at: at, disabled_at: null })
      .execute();
    await db.insertInto("membership").values({ account_id: id, person_id: person, role: "owner", since: at }).execute();
    await record(transaction, {
      actor: "operator",
      account: id,
      action: "add-account",
      detail: { email: address, role, agreementVersion },
    });
    return { id, email: address, name: name.trim(), role };
  });
}

/** The person of that address, with this password from now on; made where there is none. Answers the id. */
async function personFor(
  { db, at }: PoolTransaction,
  { email, name, password_hash }: Pick<PersonRow, "email" | "name" | "password_hash">,
): Promise<string> {
  const there = await db.selectFrom("person").select("id").where("email", "=", email).executeTakeFirst();
  if (there) {
    await db.updateTable("person").set({ password_hash }).where("id", "=", there.id).execute();
    return there.id;
  }
  const id = randomUUID();
  const agreed = { agreement_version: agreementVersion, agreed_at: at };
  await db
    .insertInto("person")
    .values({ id, email, name, password_hash, ...agreed, created_at: at, disabled_at: null })
    .execute();
  return id;
}
