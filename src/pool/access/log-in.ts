import { randomUUID } from "node:crypto";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { loginLimits } from "./login-limits.ts";
import { newSecret } from "./new-secret.ts";
import { isPassword } from "./password.ts";
import { giveBackTries, reserveTries } from "./reserve-tries.ts";

/** A session that began: its token is shown this once. */
export interface Session {
  readonly token: string;
  readonly expiresAt: string;
}

const sessionMs = 30 * 24 * 3_600_000;

/** Nobody's password: checking it takes as long as checking a real one. */
const nobodys = `scrypt$65536$8$1$${Buffer.alloc(16).toString("base64")}$${Buffer.alloc(32).toString("base64")}`;

/**
 * Begins a session. Whoever has no login, or is disabled, gets the same answer after the same time as who mistyped.
 * @param from address that the request came from
 * @throws PoolError `unauthenticated`, `too-many-tries`
 */
export async function logIn(
  pool: Pool,
  { email, password }: { readonly email: string; readonly password: string },
  from: string | undefined,
): Promise<Session> {
  const address = email.trim().toLowerCase();
  const tries = await reserveTries(pool, loginLimits(address, from));
  const person = await pool.db
    .selectFrom("person")
    .select(["id", "password_hash", "disabled_at"])
    .where("email", "=", address)
    .executeTakeFirst();
  const fits = await isPassword(password, person?.password_hash ?? nobodys);
  const accounts = await accountsOf(pool, person?.id ?? "");
  const open = accounts.filter(({ disabled_at }) => disabled_at === null);
  const shutOut = open.length === 0 && accounts.length > 0;
  if (!fits || person === undefined || person.disabled_at !== null || shutOut) {
    throw new PoolError("unauthenticated", "e-mail address or password is not right");
  }
  await giveBackTries(pool, tries);
  return begin(pool, person.id, (open.find((account) => account.email === address) ?? open[0])?.id);
}

/** Those that the person works for, oldest first. */
function accountsOf({ db }: Pool, personId: string) {
  return db
    .selectFrom("membership")
    .innerJoin("account", "account.id", "membership.account_id")
    .select(["account.id", "account.email", "account.disabled_at"])
    .where("membership.person_id", "=", personId)
    .orderBy("membership.since")
    .orderBy("account.id")
    .execute();
}

async function begin({ db, now }: Pool, personId: string, accountId: string | undefined): Promise<Session> {
  const at = now();
  const expiresAt = new Date(at.getTime() + sessionMs).toISOString();
  const { secret, hash } = newSecret("session");
  await db.deleteFrom("token").where("kind", "=", "session").where("expires_at", "<=", at.toISOString()).execute();
  const limits = { scopes: "[]", serials: null, site: null, per_box: null, per_day: null };
  await db
    .insertInto("token")
    .values({
      id: randomUUID(),
      hash,
      kind: "session",
      person_id: personId,
      account_id: accountId ?? null,
      name: "session",
      ...limits,
      created_at: at.toISOString(),
      expires_at: expiresAt,
      revoked_at: null,
    })
    .execute();
  return { token: secret, expiresAt };
}
