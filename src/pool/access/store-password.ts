import { record } from "../ledger/record.ts";
import type { PoolTransaction } from "../open-pool.ts";
import { hashSecret } from "./new-secret.ts";

/** Whose password it is, and its hash. */
export interface NewPassword {
  readonly personId: string;
  readonly email: string;
  readonly passwordHash: string;
  /** The session that goes on; all others end. */
  readonly keepSession?: string | undefined;
}

/** Gives a person a new password and ends her sessions. */
export async function storePassword(
  transaction: PoolTransaction,
  actor: string,
  { personId, email, passwordHash, keepSession = "" }: NewPassword,
): Promise<void> {
  const { db, at } = transaction;
  await db.updateTable("person").set({ password_hash: passwordHash }).where("id", "=", personId).execute();
  await db
    .updateTable("token")
    .set({ revoked_at: at })
    .where("kind", "=", "session")
    .where("person_id", "=", personId)
    .where("id", "!=", keepSession)
    .where("revoked_at", "is", null)
    .execute();
  await record(transaction, { actor, action: "set-password", detail: { email, password: hashSecret(passwordHash) } });
}
