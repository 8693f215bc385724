import { afterOf, type Page, type PageOf, pageOf } from "../ledger/page.ts";
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
 * @throws PoolError `bad-request` for a cursor that no page gave
 */
export async function listAccounts(
  { db }: Pool,
  personId: string | undefined,
  page: Page,
): Promise<PageOf<AccountWithPeople>> {
  const after = afterOf(page, ["email"]);
  let query = db
    .selectFrom("account")
    .selectAll()
    .where("email", ">", after?.email ?? "");
  if (personId !== undefined) {
    query = query.where("id", "in", (eb) =>
      eb.selectFrom("membership").select("account_id").where("person_id", "=", personId),
    );
  }
  const rows = await query
    .orderBy("email")
    .limit(page.limit + 1)
    .execute();
  const { items, ...more } = pageOf(rows, page, ({ email }) => [email]);
  const accounts: AccountWithPeople[] = [];
  for (const row of items) {
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
  return { items: accounts, ...more };
}
