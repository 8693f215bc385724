import { hash } from "node:crypto";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { wasAnswered } from "./answer-once.ts";
import { balanceIn } from "./balance.ts";
import { createOne } from "./create-license-key.ts";
import { keysOfRequest } from "./keys-of-request.ts";
import type { LicenseKey } from "./license-key.ts";
import { type AskedKey, requestMistakes } from "./request-mistakes.ts";

/** One key of many. */
export interface BatchedKey extends Omit<AskedKey, "amount"> {
  readonly count: number;
}

/**
 * Creates many license keys from the account's balance, all or none, in the order that they are asked for. The same
 * request id with the same content gives the same keys for ever.
 * @throws PoolError `bad-request` with every mistake, `short-of-licenses` with every type, `request-id-conflict`
 */
export async function createLicenseKeys(
  pool: Pool,
  actor: Actor,
  batch: readonly BatchedKey[],
  requestId?: string,
): Promise<LicenseKey[]> {
  const requests = batch.map(({ count, ...request }) => ({ ...request, amount: { count }, requestId }));
  checkAll(requests);
  return inTransaction(pool, async (transaction) => {
    const account = actor.account.id;
    if (requestId !== undefined && (await wasAnswered(transaction, account, requestId, { batch: digest(batch) }))) {
      return keysOfRequest(transaction, account, requestId);
    }
    await checkBalance(transaction, account, batch);
    const keys: LicenseKey[] = [];
    for (const request of requests) keys.push(await createOne(transaction, actor, request, request.amount.count));
    return keys;
  });
}

function checkAll(requests: readonly AskedKey[]): void {
  const mistakes = requests.flatMap((request, index) =>
    requestMistakes(request).map(({ field, error }) => ({
      field: `licenseKeys.${index}.${field}`,
      message: error.message,
    })),
  );
  const [first] = mistakes;
  if (first === undefined) return;
  const more = mistakes.length === 1 ? "" : ` (and ${mistakes.length - 1} mistakes more)`;
  throw new PoolError("bad-request", `${first.field}: ${first.message}${more}`, { mistakes });
}

/** Every type that is short at once; what is paid for each key is decided by `pay`. */
async function checkBalance(
  { db }: PoolTransaction,
  account: string,
  batch: readonly Pick<BatchedKey, "type" | "count">[],
): Promise<void> {
  const left = new Map((await balanceIn(db, account)).map((row) => [row.type, row.left]));
  const wanted = [...Map.groupBy(batch, ({ type }) => type)].map(([type, keys]) => ({
    type,
    count: keys.reduce((sum, { count }) => sum + count, 0),
  }));
  const short = wanted.filter(({ type, count }) => count > (left.get(type) ?? 0));
  if (short.length === 0) return;
  const all = short.map(({ type, count }) => `${count} ${type} are asked for, and ${left.get(type) ?? 0} are left`);
  throw new PoolError("short-of-licenses", `${all.join("; ")}; add an activation key first`);
}

function digest(batch: readonly BatchedKey[]): string {
  const fields = batch.map(({ type, count, serial, customer, location, description }) => [
    type,
    count,
    serial,
    customer,
    location,
    description,
  ]);
  return hash("sha256", JSON.stringify(fields));
}
