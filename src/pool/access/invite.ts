import { randomUUID } from "node:crypto";
import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { MembershipRow } from "../pool-tables.ts";
import type { Actor } from "./actor.ts";
import { hashSecret, newSecret } from "./new-secret.ts";

/** Somebody may work for an account, once they show the code, which is told this once. */
export interface Invitation {
  readonly email: string;
  readonly role: MembershipRow["role"];
  readonly code: string;
  readonly expiresAt: string;
}

const lastsMs = 7 * 24 * 3_600_000;

/** @throws PoolError `bad-request` for an address that is none */
export async function invite(
  pool: Pool,
  { name: actor, account }: Actor,
  { email, role }: Pick<Invitation, "email" | "role">,
): Promise<Invitation> {
  const address = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
    throw new PoolError("bad-request", `"${email}" is no e-mail address`);
  const { secret, hash } = newSecret("invitation");
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const expiresAt = new Date(Date.parse(at) + lastsMs).toISOString();
    const row = { id: randomUUID(), account_id: account.id, email: address, role, code_hash: hash };
    await db
      .insertInto("invitation")
      .values({ ...row, created_at: at, expires_at: expiresAt, used_at: null })
      .execute();
    const detail = { invitation: row.id, email: address, role, expiresAt, fingerprint: hashSecret(hash) };
    await record(transaction, { actor, account: account.id, action: "invite", detail });
    return { email: address, role, code: secret, expiresAt };
  });
}
