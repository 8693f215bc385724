import type { Kysely, Selectable } from "kysely";
import { activationCodeHash } from "../ledger/activation-key-code.ts";
import type { ActivationKeyRow, LotRow, PoolTables } from "../pool-tables.ts";
import type { ActivationBook, Books, LotBook } from "./books.ts";
import type { Difference } from "./difference.ts";
import { tableRows } from "./table-rows.ts";

/** Activation keys, their lots, and transfers of them. */
export async function compareActivations(db: Kysely<PoolTables>, books: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "activation_key")) {
    const book = books.activations.get(row.id);
    const difference = (await wrongInActivation(db, books, row, book)) ?? undefined;
    if (difference) return difference;
    books.activations.delete(row.id);
    books.activated.delete(row.code);
  }
  const lost = books.activations.first() ?? books.activated.first() ?? books.lots.first();
  if (lost) return { message: "an activation key or a lot that the ledger tells of is missing", entry: lost[1].entry };
  return compareTransfers(db, books);
}

async function wrongInActivation(
  db: Kysely<PoolTables>,
  books: Books,
  row: ActivationKeyRow,
  book: ActivationBook | undefined,
): Promise<Difference | undefined> {
  const activated = books.activated.get(row.code);
  const same =
    book?.issuedAt === row.issued_at &&
    (book.code === undefined || book.code === activationCodeHash(row.code)) &&
    (activated?.account ?? null) === row.account_id &&
    (activated?.at ?? null) === row.activated_at;
  if (!same) {
    const entry = activated?.entry ?? book?.entry ?? 0;
    return { message: `the activation key ${row.id} is not what the ledger says`, entry };
  }
  const lots = await db.selectFrom("lot").selectAll().where("activation_key_id", "=", row.id).orderBy("id").execute();
  for (const lot of lots) {
    const told = books.lots.get(String(lot.id));
    books.lots.delete(String(lot.id));
    if (!isLot(lot, told, row)) {
      const message = `lot ${lot.id} (${lot.type}, ${lot.used} of ${lot.count} used) is not what the ledger says`;
      return { message, entry: told?.entry ?? 0 };
    }
  }
  const sums: Record<string, number> = {};
  for (const { type, count } of lots) sums[type] = (sums[type] ?? 0) + count;
  const wrong = new Set([...Object.keys(sums), ...Object.keys(book.licenses)]);
  for (const type of wrong) {
    if (sums[type] === book.licenses[type]) continue;
    const message = `the lots of the activation key ${row.id} have ${sums[type] ?? 0} ${type} and not what was issued`;
    return { message, entry: book.entry };
  }
  return undefined;
}

/** An older version said nothing of a lot before something was spent of it. */
function isLot(row: Selectable<LotRow>, told: LotBook | undefined, key: ActivationKeyRow): boolean {
  const book: Partial<LotBook> = told ?? { used: 0, account: key.account_id };
  return (
    book.used === row.used &&
    book.account === row.account_id &&
    (book.type ?? row.type) === row.type &&
    (book.count ?? row.count) === row.count &&
    (book.activationKey ?? key.id) === key.id &&
    (book.loadedAt === undefined ? key.activated_at : book.loadedAt) === row.loaded_at
  );
}

async function compareTransfers(db: Kysely<PoolTables>, { transfers }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "transfer")) {
    const book = transfers.get(row.id);
    const { code } = await db
      .selectFrom("activation_key")
      .select("code")
      .where("id", "=", row.activation_key_id)
      .executeTakeFirstOrThrow();
    const same =
      book?.activationKey === code &&
      book.from === row.from_account_id &&
      book.to === row.to_email &&
      book.toAccount === row.to_account_id &&
      book.status === row.status &&
      book.lots === row.lots &&
      book.createdAt === row.created_at &&
      book.decidedAt === row.decided_at;
    if (!same) return { message: `the transfer ${row.id} is not what the ledger says`, entry: book?.entry ?? 0 };
    transfers.delete(row.id);
  }
  const lost = transfers.first();
  return lost && { message: `the transfer ${lost[0]} is missing`, entry: lost[1].entry };
}
