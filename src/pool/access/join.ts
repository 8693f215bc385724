import { record } from "../ledger/record.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { InvitationRow } from "../pool-tables.ts";
import { type Account, toAccount } from "./account.ts";
import { agreement } from "./agreement.ts";
import type { Caller } from "./caller.ts";
import { checkPerson, insertPerson, personOfAddress } from "./insert-person.ts";
import { hashSecret } from "./new-secret.ts";
import { hashPassword } from "./password.ts";
import { checkAgreement } from "./register.ts";

/** What somebody shows who was invited; name, password and agreement where the address has no login yet. */
export interface Joining {
  readonly code: string;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly agreement?: string | undefined;
}

/**
 * Uses up an invitation: from now on the invited person works for the account. Whoever is logged in must be the one that
 * was invited; the database's operator does it on the person's behalf. Answers the account.
 * @throws PoolError `bad-invitation`, `unauthenticated` where the invited has a login and did not log in,
 * `agreement-missing`, `bad-request`
 */
export async function join(pool: Pool, caller: Caller, joining: Joining): Promise<Account> {
  const passwordHash = joining.password === undefined ? undefined : await hashPassword(joining.password);
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const invitation = await findInvitation(transaction, joining.code);
    const isNew = (await personOfAddress(transaction, invitation.email)) === undefined;
    const person = await personFor(transaction, caller, joining, invitation.email, passwordHash);
    await db.updateTable("invitation").set({ used_at: at }).where("id", "=", invitation.id).execute();
    const { account_id, role } = invitation;
    await db
      .insertInto("membership")
      .values({ account_id, person_id: person, role, since: at })
      .onConflict((conflict) =>
        conflict
          .columns(["account_id", "person_id"])
          .doUpdateSet({ role })
          // An owner stays one.
          .where("membership.role", "!=", "owner"),
      )
      .execute();
    const actor = caller.roles.has("operator") ? caller.name : invitation.email;
    const { version: agreementVersion } = agreement;
    const hashed = isNew && passwordHash !== undefined ? hashSecret(passwordHash) : undefined;
    const login = hashed === undefined ? {} : { name: joining.name?.trim(), agreementVersion, password: hashed };
    const detail = { invitation: invitation.id, email: invitation.email, role, ...login };
    await record(transaction, { actor, account: account_id, action: "join", detail });
    const account = await db.selectFrom("account").selectAll().where("id", "=", account_id).executeTakeFirstOrThrow();
    return toAccount(account);
  });
}

async function findInvitation({ db, at }: PoolTransaction, code: string): Promise<InvitationRow> {
  const invitation = await db
    .selectFrom("invitation")
    .selectAll()
    .where("code_hash", "=", hashSecret(code.trim()))
    .where("used_at", "is", null)
    .where("expires_at", ">", at)
    .executeTakeFirst();
  if (invitation) return invitation;
  throw new PoolError("bad-invitation", "there is no such invitation, or it was used, or it has expired");
}

async function personFor(
  transaction: PoolTransaction,
  { personId, roles }: Caller,
  { name, password, agreement: accepted }: Joining,
  email: string,
  passwordHash: string | undefined,
): Promise<string> {
  const there = await personOfAddress(transaction, email);
  if (personId !== undefined) {
    if (personId === there) return personId;
    throw new PoolError(
      "bad-invitation",
      "the invitation is for another e-mail address than the one that is logged in",
    );
  }
  const byOperator = roles.has("operator");
  if (there !== undefined) {
    if (byOperator) return there;
    throw new PoolError("unauthenticated", "the invited address has a login already: log in first");
  }
  checkAgreement(byOperator ? agreement.version : accepted);
  if (name === undefined || password === undefined || passwordHash === undefined) {
    throw new PoolError("bad-request", `${email} has no login yet: wanted are a name and a password`);
  }
  return insertPerson(transaction, checkPerson({ email, name }, password), passwordHash);
}
