import type { Kysely } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Account } from "../access/account.ts";
import type { Actor } from "../access/actor.ts";
import type { TokenLimits } from "../access/caller.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { LicenseKeyRow, LotUseRow, PoolTables } from "../pool-tables.ts";
import { wasAnswered } from "./answer-once.ts";
import { checkBudget } from "./check-budget.ts";
import { insertLicenseKey } from "./insert-license-key.ts";
import { keysOfRequest } from "./keys-of-request.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { pay } from "./pay.ts";
import { type AskedKey, requestMistakes } from "./request-mistakes.ts";

export interface LicenseKeyRequest extends AskedKey {
  /** The same id with the same content gives the same key for ever. */
  readonly requestId?: string | undefined;
}

/**
 * Creates a license key from the account's balance. Answers the new key; of a request id that was answered before, that
 * key; of a total that is met already, the keys that meet it.
 * @param limits of the token that asks, if it is one
 * @throws PoolError `short-of-licenses`, `budget-used-up`, `serial-needed`, `request-id-conflict`; LicenseError for type, count and texts
 */
export async function createLicenseKey(
  pool: Pool,
  actor: Actor,
  request: LicenseKeyRequest,
  limits?: TokenLimits,
): Promise<LicenseKey[]> {
  const { account } = actor;
  const { type, amount, serial, requestId } = request;
  const [mistake] = requestMistakes(request);
  if (mistake) throw mistake.error;
  if (requestId !== undefined && (requestId === "" || requestId.length > 200)) {
    throw new PoolError("bad-request", "a request id has 1 to 200 characters");
  }
  return inTransaction(pool, async (transaction) => {
    if (requestId !== undefined) {
      const { customer, location, description } = request;
      const content = { type, ...amount, serial, customer, location, description };
      if (await wasAnswered(transaction, account.id, requestId, content)) {
        return answeredWith(transaction, account, request, requestId);
      }
    }
    const count = "count" in amount ? amount.count : await missingTo(transaction, account, request, amount.total);
    if (count <= 0) return activeKeys(transaction, account, request);
    if (limits) await checkBudget(transaction, limits, serial, count, pool.now());
    return [await createOne(transaction, actor, request, count)];
  });
}

/** Pays for one key and makes it, within a transaction. @throws PoolError `short-of-licenses` */
export async function createOne(
  transaction: PoolTransaction,
  actor: Actor,
  { amount, ...fields }: LicenseKeyRequest,
  count: number,
): Promise<LicenseKey> {
  const payments = await pay(transaction, actor.account.id, fields.type, count);
  const { type, serial } = fields;
  const key = await insertLicenseKey(
    transaction,
    actor,
    { ...fields, count, predefined: false },
    { action: "create-key", detail: { type, count, serial, ...amount, lots: payments } },
  );
  for (const { lotId, count: part } of payments) {
    await insertLotUse(transaction.db, { license_key_id: key.id, lot_id: lotId, count: part });
  }
  return key;
}

async function answeredWith(
  transaction: PoolTransaction,
  account: Account,
  request: LicenseKeyRequest,
  requestId: string,
): Promise<LicenseKey[]> {
  const keys = await keysOfRequest(transaction, account.id, requestId);
  return keys.length > 0 ? keys : activeKeys(transaction, account, request);
}

async function missingTo(
  { db }: PoolTransaction,
  account: Account,
  { type, serial }: LicenseKeyRequest,
  total: number,
): Promise<number> {
  const { rows } = await sumActive(db, { account_id: account.id, serial: serial ?? null, type });
  return total - (rows[0]?.sum ?? 0);
}

async function activeKeys(
  { db }: PoolTransaction,
  account: Account,
  { type, serial }: LicenseKeyRequest,
): Promise<LicenseKey[]> {
  const rows = await db
    .selectFrom("license_key")
    .selectAll()
    .where("account_id", "=", account.id)
    .where("serial", "=", serial ?? null)
    .where("type", "=", type)
    .where("status", "=", "active")
    .orderBy("sequence")
    .execute();
  return rows.map(toLicenseKey);
}

type Whose = Pick<LicenseKeyRow, "account_id" | "serial" | "type">;

const sumActive = compiledOnce((db: Kysely<PoolTables>, given: Given<Whose>) =>
  db
    .selectFrom("license_key")
    .select(({ fn }) => fn.sum<number | null>("count").as("sum"))
    .where("account_id", "=", given.account_id)
    .where("serial", "=", given.serial)
    .where("type", "=", given.type)
    .where("status", "=", "active"),
);

const insertLotUse = compiledOnce((db: Kysely<PoolTables>, use: Given<LotUseRow>) =>
  db.insertInto("lot_use").values(use),
);
