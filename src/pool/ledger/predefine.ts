import { randomUUID } from "node:crypto";
import { checkCount, licenseType } from "../../license/license-catalog.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { record } from "./record.ts";

/** A hardware license that waits for its box, as the vendor creates them at delivery. */
export interface PredefinedLicense {
  readonly id: string;
  readonly serial: SerialNumber;
  readonly type: string;
  readonly count: number;
}

/**
 * Makes a predefined license for a serial number.
 * @param actor the issuer's e-mail address, or `operator`
 * @throws PoolError `bad-request` for a type that is not bound to its box; LicenseError `bad-type`
 */
export async function predefine(
  pool: Pool,
  actor: string,
  { serial, type, count }: Omit<PredefinedLicense, "id">,
): Promise<PredefinedLicense> {
  checkCount(count, type);
  if (licenseType(type).boundTo !== "serial-number") {
    throw new PoolError("bad-request", `${type} is a software license; only hardware licenses are predefined`);
  }
  return inTransaction(pool, async (transaction) => {
    const predefined = { id: randomUUID(), serial, type, count };
    await transaction.db
      .insertInto("predefined")
      .values({ ...predefined, created_at: transaction.at, account_id: null, license_key_id: null })
      .execute();
    await record(transaction, { actor, action: "predefine", detail: predefined });
    return predefined;
  });
}
