import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Caller } from "./caller.ts";
import { checkPassword } from "./insert-person.ts";
import { loginLimits } from "./login-limits.ts";
import { hashPassword, isPassword } from "./password.ts";
import { giveBackTries, reserveTries } from "./reserve-tries.ts";
import { storePassword } from "./store-password.ts";

/**
 * A new password for the person who asks and knows the old one; her other sessions end. Wrong tries count like those to
 * log in: whoever came by a session cannot guess on.
 * @throws PoolError `unauthenticated` where nobody is logged in, `forbidden` for a wrong old password, `bad-request`,
 * `too-many-tries`
 */
export async function changePassword(
  pool: Pool,
  { name: email, personId, tokenId, from }: Caller,
  { oldPassword, password }: { readonly oldPassword: string; readonly password: string },
): Promise<void> {
  if (personId === undefined) throw new PoolError("unauthenticated", "nobody is logged in: log in first");
  checkPassword(password);
  const tries = await reserveTries(pool, loginLimits(email, from));
  const { password_hash: stored } = await pool.db
    .selectFrom("person")
    .select("password_hash")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  if (stored === null || !(await isPassword(oldPassword, stored))) {
    throw new PoolError("forbidden", "the old password is not right");
  }
  await giveBackTries(pool, tries);
  const passwordHash = await hashPassword(password);
  await inTransaction(pool, (transaction) =>
    storePassword(transaction, email, { personId, email, passwordHash, keepSession: tokenId }),
  );
}
