import type { Kysely } from "kysely";
import type { Account } from "../access/account.ts";
import { PoolError } from "../pool-error.ts";
import type { PoolTables, TransferRow } from "../pool-tables.ts";
import { afterOf, comesAfter, type Page, type PageOf, pageOf } from "./page.ts";

/** What is unspent of an activation key, on its way to another account. */
export interface Transfer {
  readonly id: string;
  readonly activationKey: string;
  /** E-mail addresses of the two accounts. */
  readonly from: string;
  readonly to: string;
  /** While it is offered, what is unspent now; once accepted, what went over. */
  readonly lots: readonly { readonly type: string; readonly count: number }[];
  readonly status: TransferRow["status"];
  readonly createdAt: string;
  readonly decidedAt?: string;
}

/** A transfer as one of its two sides sees it. @throws PoolError `not-found`, also for a transfer of others */
export async function findTransfer(
  db: Kysely<PoolTables>,
  account: Account,
  id: string,
): Promise<{ readonly row: TransferRow; readonly side: "sender" | "recipient" }> {
  const row = await db.selectFrom("transfer").selectAll().where("id", "=", id).executeTakeFirst();
  if (row?.from_account_id === account.id) return { row, side: "sender" };
  if (row && isFor(row, account)) return { row, side: "recipient" };
  throw new PoolError("not-found", "there is no such transfer");
}

/** The account's transfers, sent and received, oldest first. */
export async function listTransfers(db: Kysely<PoolTables>, account: Account, page: Page): Promise<PageOf<Transfer>> {
  const after = afterOf(page, ["created_at", "id"]);
  let query = db
    .selectFrom("transfer")
    .selectAll()
    .where(({ or, and, eb }) =>
      or([
        eb("from_account_id", "=", account.id),
        eb("to_account_id", "=", account.id),
        and([eb("to_email", "=", account.email), eb("to_account_id", "is", null)]),
      ]),
    )
    .orderBy("created_at")
    .orderBy("id")
    .limit(page.limit + 1);
  if (after) query = query.where(comesAfter(["created_at", "id"], [after.created_at, after.id]));
  const { items, ...more } = pageOf(await query.execute(), page, ({ created_at, id }) => [created_at, id]);
  return { items: await Promise.all(items.map((row) => showTransfer(db, row))), ...more };
}

export async function showTransfer(db: Kysely<PoolTables>, row: TransferRow): Promise<Transfer> {
  const { code } = await db
    .selectFrom("activation_key")
    .select("code")
    .where("id", "=", row.activation_key_id)
    .executeTakeFirstOrThrow();
  const from = await db
    .selectFrom("account")
    .select("email")
    .where("id", "=", row.from_account_id)
    .executeTakeFirstOrThrow();
  const lots = row.status === "offered" ? await unspentLots(db, row.from_account_id, row.activation_key_id) : [];
  return {
    id: row.id,
    activationKey: code,
    from: from.email,
    to: row.to_email,
    lots: row.lots === null ? lots.map(({ type, count, used }) => ({ type, count: count - used })) : readLots(row.lots),
    status: row.status,
    createdAt: row.created_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
  };
}

/** What the account has unspent of an activation key. */
export function unspentLots(db: Kysely<PoolTables>, accountId: string, activationKeyId: string) {
  return db
    .selectFrom("lot")
    .select(["id", "type", "count", "used"])
    .where("account_id", "=", accountId)
    .where("activation_key_id", "=", activationKeyId)
    .whereRef("used", "<", "count")
    .orderBy("id")
    .execute();
}

function isFor(row: TransferRow, account: Account): boolean {
  return row.to_account_id === null ? row.to_email === account.email : row.to_account_id === account.id;
}

function readLots(json: string): { type: string; count: number }[] {
  return JSON.parse(json) as { type: string; count: number }[];
}
