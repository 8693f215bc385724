import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { agreement } from "./agreement.ts";
import { insertAccount } from "./insert-account.ts";
import { checkPerson, insertPerson, type NewPerson, personOfAddress } from "./insert-person.ts";
import { hashSecret } from "./new-secret.ts";
import { hashPassword } from "./password.ts";
import { reserveTries } from "./reserve-tries.ts";

export interface Registration extends NewPerson {
  readonly password: string;
  /** The version of the license agreement that is accepted. */
  readonly agreement: string | undefined;
}

/** Registrations from one address. */
const limit = { tries: 30, withinMs: 60_000 };

/**
 * Makes a reseller's account for somebody who accepted the license agreement. Where the address has an account already,
 * nothing happens but an entry of the ledger, and the answer is the same after the same time: nobody learns who has one.
 * @param from address that the request came from
 * @throws PoolError `agreement-missing`, `bad-request`, `too-many-tries`
 */
export async function register(
  pool: Pool,
  { password, agreement: accepted, ...given }: Registration,
  from: string | undefined,
): Promise<NewPerson> {
  checkAgreement(accepted);
  const person = checkPerson(given, password);
  if (from !== undefined) await reserveTries(pool, { [`register-from:${from}`]: limit });
  const passwordHash = await hashPassword(password);
  await inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    const account = await db.selectFrom("account").select("id").where("email", "=", person.email).executeTakeFirst();
    if (account || (await personOfAddress(transaction, person.email)) !== undefined) {
      // Writes too, so that it takes as long: nobody learns by the time either.
      const detail = { email: person.email };
      await record(transaction, { actor: "anyone", action: "register-again", detail });
      return;
    }
    const owner = await insertPerson(transaction, person, passwordHash);
    const { id } = await insertAccount(transaction, { ...person, role: "reseller" }, owner);
    const detail = {
      email: person.email,
      name: person.name,
      role: "reseller",
      agreementVersion: agreement.version,
      password: hashSecret(passwordHash),
    };
    await record(transaction, { actor: person.email, account: id, action: "register", detail });
  });
  return person;
}

/** @throws PoolError `agreement-missing` unless it is the version that holds now */
export function checkAgreement(accepted: string | undefined): void {
  if (accepted === agreement.version) return;
  const message = `the license agreement, version ${agreement.version}, must be accepted; varsync pool agreement shows it`;
  throw new PoolError("agreement-missing", message);
}
