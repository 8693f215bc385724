import type { Pool } from "../open-pool.ts";
import type { MembershipRow } from "../pool-tables.ts";
import { type Account, toAccount } from "./account.ts";

/** An account with everybody who works for it. */
export interface AccountWithPeople extends Account {
  readonly createdAt: string;
  readonly disabledAt?: string;
  readonly people: {
    readonly email: string;
    readonly name: string;
    readonly role: MembershipRow["role"];
    readonly disabledAt?: string;
  }[];
}

/**
 * Accounts by e-mail address, a page at a time: all of them, or those that a person works for.
 * @param page.cursor the address of the last one before
 */
export async function listAccounts(
  { db }: Pool,
  personId: string | undefined,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ accounts: AccountWithPeople[]; next?: string }> {
  let query = db
    .selectFrom("account")
    .selectAll()
    .where("email", ">", page.cursor ?? "");
  if (personId !== undefined) {
    query = query.where("id", "in", (eb) =>
      eb.selectFrom("membership").select("account_id").where("person_id", "=", personId),
    );
  }
  const rows = await query
    .orderBy("email")
    .limit(page.limit + 1)
    .execute();
  const accounts: AccountWithPeople[] = [];
  for (const row of rows.slice(0, page.limit)) {
    const people = await db
      .selectFrom("membership")
      .innerJoin("person", "person.id", "membership.person_id")
      .select(["person.email", "person.name", "membership.role", "person.disabled_at"])
      .where("membership.account_id", "=", row.id)
      .orderBy("person.email")
      .execute();
    accounts.push({
      ...toAccount(row),
      createdAt: row.created_at,
      ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
      people: people.map(({ disabled_at: disabledAt, ...person }) => ({
        ...person,
        ...(disabledAt !== null && { disabledAt }),
      })),
    });
  }
  const last = accounts.at(-1);
  return { accounts, ...(rows.length > page.limit && last && { next: last.email }) };
}
