import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { actorOf, type Caller } from "./caller.ts";

/**
 * Somebody works for the account no longer: the caller herself, or whom an owner or the database's operator names.
 * @throws PoolError `unknown-person`, `last-owner`, `forbidden`, `bad-request` where an operator names nobody
 */
export async function leave(pool: Pool, caller: Caller, email: string | undefined): Promise<void> {
  const { name: actor, account } = actorOf(caller);
  const address = email?.trim().toLowerCase() ?? (caller.personId === undefined ? undefined : caller.name);
  if (address === undefined) throw new PoolError("bad-request", "name who is to leave");
  await inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    const people = await db
      .selectFrom("membership")
      .innerJoin("person", "person.id", "membership.person_id")
      .select(["person.id", "person.email", "membership.role"])
      .where("membership.account_id", "=", account.id)
      .execute();
    const owners = people.filter(({ role }) => role === "owner").map(({ id }) => id);
    const one = people.find((person) => person.email === address);
    const mayRemove = caller.roles.has("operator") || owners.some((id) => id === caller.personId);
    if (!mayRemove && one?.id !== caller.personId) {
      throw new PoolError("forbidden", "only an owner ends the work of somebody else");
    }
    if (one === undefined) throw new PoolError("unknown-person", `${address} does not work for ${account.email}`);
    if (owners.length === 1 && owners[0] === one.id) {
      throw new PoolError("last-owner", `${address} is the last owner of ${account.email}: invite another one first`);
    }
    await db.deleteFrom("membership").where("account_id", "=", account.id).where("person_id", "=", one.id).execute();
    await record(transaction, { actor, account: account.id, action: "leave", detail: { email: address } });
  });
}
