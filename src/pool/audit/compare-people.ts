import type { Kysely } from "kysely";
import { hashSecret } from "../access/new-secret.ts";
import type { PoolTables } from "../pool-tables.ts";
import type { Books } from "./books.ts";
import type { Difference } from "./difference.ts";
import { tableRows } from "./table-rows.ts";

/** People, what they are to which account, and who was invited. */
export async function comparePeople(db: Kysely<PoolTables>, books: Books): Promise<Difference | undefined> {
  return (
    (await comparePersons(db, books)) ?? (await compareMemberships(db, books)) ?? (await compareInvitations(db, books))
  );
}

async function comparePersons(db: Kysely<PoolTables>, { people }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "person")) {
    const book = people.get(row.email);
    const same =
      (book?.name ?? row.name) === row.name &&
      book?.createdAt === row.created_at &&
      book.createdAt === row.agreed_at &&
      (book.agreement ?? row.agreement_version) === row.agreement_version &&
      (book.password === undefined ||
        (row.password_hash !== null && book.password === hashSecret(row.password_hash))) &&
      book.disabledAt === row.disabled_at;
    if (!same) return { message: `the person ${row.id} is not what the ledger says`, entry: book?.entry ?? 0 };
    people.delete(row.email);
  }
  const lost = people.first();
  return lost && { message: "a person that the ledger tells of is missing", entry: lost[1].entry };
}

async function compareMemberships(db: Kysely<PoolTables>, { memberships }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "membership")) {
    const person = await db.selectFrom("person").select("email").where("id", "=", row.person_id).executeTakeFirst();
    const name = `${row.account_id} ${person?.email}`;
    const book = memberships.get(name);
    if (book?.role !== row.role || book.since !== row.since) {
      const message = `what ${person?.email} is to the account ${row.account_id} is not what the ledger says`;
      return { message, entry: book?.entry ?? 0 };
    }
    memberships.delete(name);
  }
  const lost = memberships.first();
  return lost && { message: "a membership that the ledger tells of is missing", entry: lost[1].entry };
}

async function compareInvitations(db: Kysely<PoolTables>, { invitations }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "invitation")) {
    const book = invitations.get(row.id);
    const same =
      book?.account === row.account_id &&
      book.email === row.email &&
      book.role === row.role &&
      book.createdAt === row.created_at &&
      (book.expiresAt ?? row.expires_at) === row.expires_at &&
      (book.fingerprint === undefined || book.fingerprint === hashSecret(row.code_hash)) &&
      book.usedAt === row.used_at;
    if (!same) return { message: `the invitation ${row.id} is not what the ledger says`, entry: book?.entry ?? 0 };
    invitations.delete(row.id);
  }
  const lost = invitations.first();
  return lost && { message: `the invitation ${lost[0]} is missing`, entry: lost[1].entry };
}
