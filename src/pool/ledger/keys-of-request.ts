import type { PoolTransaction } from "../open-pool.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";

/** The license keys that a request id brought to the account, in the order of their making. */
export async function keysOfRequest(
  { db }: PoolTransaction,
  accountId: string,
  requestId: string,
): Promise<LicenseKey[]> {
  const rows = await db
    .selectFrom("license_key")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("request_id", "=", requestId)
    .orderBy("sequence")
    .execute();
  return rows.map(toLicenseKey);
}
