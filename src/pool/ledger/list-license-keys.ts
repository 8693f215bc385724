import type { SerialNumber } from "../../license/serial-number.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";

/** What to list; everything that is given must fit. */
export interface LicenseKeyFilter {
  readonly serial?: SerialNumber | undefined;
  /** Part of the customer's name, whatever its case. */
  readonly customer?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: "active" | "revoked" | undefined;
  readonly requestId?: string | undefined;
}

/** The account's license keys, claimed ones too, oldest first. */
export async function listLicenseKeys(pool: Pool, account: Account, filter: LicenseKeyFilter): Promise<LicenseKey[]> {
  let query = pool.db.selectFrom("license_key").selectAll().where("account_id", "=", account.id);
  if (filter.serial !== undefined) query = query.where("serial", "=", filter.serial);
  if (filter.type !== undefined) query = query.where("type", "=", filter.type);
  if (filter.status !== undefined) query = query.where("status", "=", filter.status);
  if (filter.requestId !== undefined) query = query.where("request_id", "=", filter.requestId);
  const keys = (await query.orderBy("created_at").orderBy("id").execute()).map(toLicenseKey);
  const customer = filter.customer?.toLowerCase();
  return customer === undefined ? keys : keys.filter((key) => key.customer?.toLowerCase().includes(customer));
}
