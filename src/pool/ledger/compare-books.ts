import type { Kysely } from "kysely";
import type { PoolTables } from "../pool-tables.ts";
import { wrongInKey } from "./compare-key.ts";
import type { Books } from "./replay.ts";

/** What does not agree, and the newest entry about it; 0 where no entry tells of it. */
export interface Difference {
  readonly message: string;
  readonly entry: number;
}

/** How many rows are read at once. */
const page = 5000;

/** Compares the tables with what the ledger says they are. Answers the first difference. The books are used up by it. */
export async function compareBooks(db: Kysely<PoolTables>, books: Books): Promise<Difference | undefined> {
  return (
    (await compareBalances(db, books)) ??
    (await compareLots(db, books)) ??
    (await compareKeys(db, books)) ??
    (await comparePredefined(db, books))
  );
}

async function compareBalances(db: Kysely<PoolTables>, { balances }: Books): Promise<Difference | undefined> {
  for (const { account_id, type, loaded, used } of await db.selectFrom("balance").selectAll().execute()) {
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

async function compareLots(db: Kysely<PoolTables>, { lots }: Books): Promise<Difference | undefined> {
  for (const { id, account_id, type, count, used } of await db.selectFrom("lot").selectAll().execute()) {
    const book = lots.get(id);
    lots.delete(id);
    if (book === undefined && used === 0) continue;
    const same =
      book?.used === used && book.type === type && book.account === account_id && (book.count ?? count) === count;
    if (!same) {
      const message = `lot ${id} (${type}, ${used} of ${count} used) is not what the ledger says`;
      return { message, entry: book?.entry ?? 0 };
    }
  }
  const [lost] = lots.values();
  return lost && { message: "a lot that the ledger tells of is missing", entry: lost.entry };
}

async function compareKeys(db: Kysely<PoolTables>, { keys }: Books): Promise<Difference | undefined> {
  for (let after = ""; ; ) {
    const rows = await db
      .selectFrom("license_key")
      .selectAll()
      .where("id", ">", after)
      .orderBy("id")
      .limit(page)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    const paid = await paymentsOf(db, after, last.id);
    for (const row of rows) {
      const book = keys.get(row.id);
      if (book === undefined) return { message: `no entry tells of the license key ${row.id}`, entry: row.sequence };
      const wrong =
        wrongInKey(row, book) ?? (paidText(book.paid) === paidText(paid.get(row.id) ?? []) ? undefined : "payment");
      if (wrong)
        return { message: `the ${wrong} of the license key ${row.id} is not what the ledger says`, entry: book.entry };
      keys.delete(row.id);
    }
    after = last.id;
  }
  const [lost] = keys;
  return lost && { message: `the license key ${lost[0]} is missing`, entry: lost[1].entry };
}

async function paymentsOf(
  db: Kysely<PoolTables>,
  after: string,
  last: string,
): Promise<Map<string, [number, number][]>> {
  const uses = await db
    .selectFrom("lot_use")
    .selectAll()
    .where("license_key_id", ">", after)
    .where("license_key_id", "<=", last)
    .execute();
  const grouped = Map.groupBy(uses, (use) => use.license_key_id);
  return new Map([...grouped].map(([id, rows]) => [id, rows.map((use): [number, number] => [use.lot_id, use.count])]));
}

function paidText(paid: Iterable<[number, number]>): string {
  return JSON.stringify([...paid].sort(([one], [other]) => one - other));
}

async function comparePredefined(db: Kysely<PoolTables>, { predefined }: Books): Promise<Difference | undefined> {
  for (const row of await db.selectFrom("predefined").selectAll().execute()) {
    const book = predefined.get(row.id);
    const same =
      book?.serial === row.serial &&
      book.type === row.type &&
      book.count === row.count &&
      book.account === row.account_id &&
      book.key === row.license_key_id;
    if (!same) {
      const message = `the predefined license ${row.id} of ${row.serial} is not what the ledger says`;
      return { message, entry: book?.entry ?? 0 };
    }
    predefined.delete(row.id);
  }
  const [lost] = predefined.values();
  return lost && { message: "a predefined license that the ledger tells of is missing", entry: lost.entry };
}
