import { randomUUID } from "node:crypto";
import type { PoolTransaction } from "../open-pool.ts";
import type { Account } from "./account.ts";

/** A new account with its first owner. */
export async function insertAccount(
  { db, at }: PoolTransaction,
  { email, name, role }: Omit<Account, "id">,
  personId: string,
): Promise<Account> {
  const id = randomUUID();
  await db.insertInto("account").values({ id, email, name, role, created_at: at, disabled_at: null }).execute();
  await db.insertInto("membership").values({ account_id: id, person_id: personId, role: "owner", since: at }).execute();
  return { id, email, name, role };
}
