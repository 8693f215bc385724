import type { Kysely } from "kysely";
import type { PoolTables } from "../pool-tables.ts";
import type { Books } from "./books.ts";
import { compareAccess } from "./compare-access.ts";
import { compareActivations } from "./compare-activations.ts";
import { compareKeys } from "./compare-keys.ts";
import { comparePeople } from "./compare-people.ts";
import { compareRequests } from "./compare-requests.ts";
import type { Difference } from "./difference.ts";
import { tableRows } from "./table-rows.ts";

/** Compares the tables with what the ledger says they are. Answers the first difference. The books are used up by it. */
export async function compareBooks(db: Kysely<PoolTables>, books: Books): Promise<Difference | undefined> {
  return (
    (await compareBalances(db, books)) ??
    (await compareActivations(db, books)) ??
    (await compareKeys(db, books)) ??
    (await comparePredefined(db, books)) ??
    (await compareAccess(db, books)) ??
    (await comparePeople(db, books)) ??
    (await compareRequests(db))
  );
}

async function compareBalances(db: Kysely<PoolTables>, { balances }: Books): Promise<Difference | undefined> {
  for await (const { account_id, type, loaded, used } of tableRows(db, "balance")) {
    const name = `${account_id} ${type}`;
    const book = balances.get(name) ?? { loaded: 0, used: 0, entry: 0 };
    if (book.loaded !== loaded || book.used !== used) {
      const message = `the balance of ${type} is loaded ${loaded}, used ${used}; the ledger says ${book.loaded}, ${book.used}`;
      return { message, entry: book.entry };
    }
    balances.delete(name);
  }
  const [lost] = [...balances.values()].filter(({ loaded }) => loaded !== 0);
  return lost && { message: "a balance that the ledger tells of is missing", entry: lost.entry };
}

async function comparePredefined(db: Kysely<PoolTables>, { predefined }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "predefined")) {
    const book = predefined.get(row.id);
    const same =
      book?.serial === row.serial &&
      book.type === row.type &&
      book.count === row.count &&
      book.createdAt === row.created_at &&
      book.account === row.account_id &&
      book.key === row.license_key_id;
    if (!same) {
      const message = `the predefined license ${row.id} of ${row.serial} is not what the ledger says`;
      return { message, entry: book?.entry ?? 0 };
    }
    predefined.delete(row.id);
  }
  const lost = predefined.first();
  return lost && { message: "a predefined license that the ledger tells of is missing", entry: lost[1].entry };
}
