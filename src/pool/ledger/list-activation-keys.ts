import type { Kysely } from "kysely";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { afterOf, comesAfter, type Page, type PageOf, pageOf } from "./page.ts";

/** An activation key that is, or was, in an account's balance. */
export interface AccountActivationKey {
  readonly activationKey: string;
  /** `open`: something is left; `offered`: that is on its way to another account; `transferred`: nothing is here any more. */
  readonly status: "open" | "offered" | "spent" | "transferred";
  readonly lots: readonly AccountLot[];
}

interface AccountLot {
  readonly type: string;
  readonly count: number;
  readonly used: number;
  /** The license keys that took from it, as far as they are named. */
  readonly spentOn: readonly SpentOn[];
  /** There are more of them than are named. */
  readonly moreSpentOn?: boolean;
}

interface SpentOn {
  readonly licenseKeyId: string;
  readonly count: number;
  readonly serial?: string;
  readonly customer?: string;
}

/** License keys that are named for one lot; `pool keys --activation-key` lists them all. */
const mostNamed = 1000;

/** What the account has of activation keys, oldest first, and what each was spent on. */
export async function listActivationKeys(
  { db }: Pool,
  account: Account,
  page: Page,
): Promise<PageOf<AccountActivationKey>> {
  const after = afterOf(page, ["activated_at", "id"]);
  let query = db
    .selectFrom("activation_key")
    .select(["id", "code", "activated_at"])
    .where("activated_at", "is not", null)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb("account_id", "=", account.id),
        eb("id", "in", selectFrom("lot").select("activation_key_id").where("account_id", "=", account.id)),
      ]),
    )
    .orderBy("activated_at")
    .orderBy("id")
    .limit(page.limit + 1);
  if (after) query = query.where(comesAfter(["activated_at", "id"], [after.activated_at, after.id]));
  const rows = await query.execute();
  const { items, ...more } = pageOf(rows, page, ({ activated_at, id }) => [activated_at ?? "", id]);
  const keys: AccountActivationKey[] = [];
  for (const { id, code } of items) keys.push(await showActivationKey(db, account, id, code));
  return { items: keys, ...more };
}

async function showActivationKey(
  db: Kysely<PoolTables>,
  account: Account,
  id: string,
  activationKey: string,
): Promise<AccountActivationKey> {
  const mine = await db
    .selectFrom("lot")
    .selectAll()
    .where("activation_key_id", "=", id)
    .where("account_id", "=", account.id)
    .orderBy("id")
    .execute();
  const offer = await db
    .selectFrom("transfer")
    .select("id")
    .where("from_account_id", "=", account.id)
    .where("activation_key_id", "=", id)
    .where("status", "=", "offered")
    .executeTakeFirst();
  const left = mine.some(({ count, used }) => used < count);
  const lots: AccountLot[] = [];
  for (const { id: lotId, type, count, used } of mine) lots.push({ type, count, used, ...(await spentOn(db, lotId)) });
  return {
    activationKey,
    status: left ? (offer ? "offered" : "open") : mine.length > 0 ? "spent" : "transferred",
    lots,
  };
}

async function spentOn(db: Kysely<PoolTables>, lotId: number): Promise<Pick<AccountLot, "spentOn" | "moreSpentOn">> {
  const uses = await db
    .selectFrom("lot_use")
    .innerJoin("license_key", "license_key.id", "lot_use.license_key_id")
    .select(["lot_use.count", "license_key.id", "license_key.serial", "license_key.customer", "license_key.sequence"])
    .where("lot_use.lot_id", "=", lotId)
    .orderBy("lot_use.license_key_id")
    .limit(mostNamed + 1)
    .execute();
  const named = uses.slice(0, mostNamed).sort((one, other) => one.sequence - other.sequence);
  return {
    spentOn: named.map(({ id, count, serial, customer }) => ({
      licenseKeyId: id,
      count,
      ...(serial !== null && { serial }),
      ...(customer !== null && { customer }),
    })),
    ...(uses.length > mostNamed && { moreSpentOn: true }),
  };
}
