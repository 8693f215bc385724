import type { Kysely } from "kysely";
import type { PoolTables } from "../pool-tables.ts";
import type { Books } from "./books.ts";
import { wrongInKey } from "./compare-key.ts";
import { isRequestFor } from "./compare-requests.ts";
import type { Difference } from "./difference.ts";

/** How many rows are read at once. */
const page = 1000;

/** License keys, and what paid for each. */
export async function compareKeys(db: Kysely<PoolTables>, { keys }: Books): Promise<Difference | undefined> {
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
    const requests = await requestsOf(db, after, last.id);
    for (const row of rows) {
      const book = keys.get(row.id);
      if (book === undefined) return { message: `no entry tells of the license key ${row.id}`, entry: row.sequence };
      const samePayment = paidText(book.paid) === paidText(paid.get(row.id) ?? []);
      const request = requests.get(row.id);
      const sameRequest = request === undefined || isRequestFor(row, book, request);
      const wrong =
        wrongInKey(row, book) ?? (samePayment ? undefined : "payment") ?? (sameRequest ? undefined : "request");
      if (wrong) {
        return { message: `the ${wrong} of the license key ${row.id} is not what the ledger says`, entry: book.entry };
      }
      keys.delete(row.id);
    }
    after = last.id;
  }
  const lost = keys.first();
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

async function requestsOf(db: Kysely<PoolTables>, after: string, last: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("license_key")
    .innerJoin("request", (join) =>
      join
        .onRef("request.account_id", "=", "license_key.account_id")
        .onRef("request.id", "=", "license_key.request_id"),
    )
    .select(["license_key.id", "request.content"])
    .where("license_key.id", ">", after)
    .where("license_key.id", "<=", last)
    .execute();
  return new Map(rows.map(({ id, content }) => [id, content]));
}

function paidText(paid: readonly (readonly [number, number])[]): string {
  return JSON.stringify(paid.toSorted(([one], [other]) => one - other));
}
