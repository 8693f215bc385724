import { randomUUID } from "node:crypto";
import type { PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { agreement } from "./agreement.ts";

/** Somebody new, as checked by `checkPerson`. */
export interface NewPerson {
  /** Lower case. */
  readonly email: string;
  readonly name: string;
}

/** @throws PoolError `bad-request` for an address that is none, an empty name, a short password */
export function checkPerson({ email, name }: NewPerson, password: string): NewPerson {
  const address = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || address.length > 254) {
    throw new PoolError("bad-request", `"${email}" is no e-mail address`);
  }
  if (name.trim() === "") throw new PoolError("bad-request", "the name is empty");
  checkPassword(password);
  return { email: address, name: name.trim() };
}

/** @throws PoolError `bad-request` */
export function checkPassword(password: string): void {
  if (password.length < 8) throw new PoolError("bad-request", "the password has fewer than 8 characters");
  if (password.length > 1000) throw new PoolError("bad-request", "the password has more than 1000 characters");
}

/** A person who accepts the license agreement now. Answers the id. */
export async function insertPerson(
  { db, at }: PoolTransaction,
  { email, name }: NewPerson,
  passwordHash: string,
): Promise<string> {
  const id = randomUUID();
  const agreed = { agreement_version: agreement.version, agreed_at: at };
  await db
    .insertInto("person")
    .values({ id, email, name, password_hash: passwordHash, ...agreed, created_at: at, disabled_at: null })
    .execute();
  return id;
}

/** The id of the person of that address, if there is one. */
export async function personOfAddress({ db }: PoolTransaction, email: string): Promise<string | undefined> {
  return (await db.selectFrom("person").select("id").where("email", "=", email).executeTakeFirst())?.id;
}
