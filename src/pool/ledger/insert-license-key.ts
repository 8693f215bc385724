import { randomBytes, randomUUID } from "node:crypto";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";

/** What a new license key is made of. */
export interface NewLicenseKey {
  readonly accountId: string;
  readonly type: string;
  readonly count: number;
  readonly serial?: SerialNumber | undefined;
  readonly customer?: string | undefined;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  readonly predefined: boolean;
  readonly requestId?: string | undefined;
}

/**
 * Puts a license key with a random, unique code into the pool; who pays for it is somebody else's business.
 * @throws LicenseError when its line cannot be written
 */
export async function insertLicenseKey({ db, at }: PoolTransaction, fields: NewLicenseKey): Promise<LicenseKey> {
  const code = await unusedCode(db);
  const row: LicenseKeyRow = {
    id: randomUUID(),
    account_id: fields.accountId,
    type: fields.type,
    count: fields.count,
    serial: fields.serial ?? null,
    customer: fields.customer || null,
    location: fields.location || null,
    description: fields.description || null,
    code,
    line: writeLicenseLine({ ...fields, key: code }),
    status: "active",
    issuer: "own",
    predefined: fields.predefined ? 1 : 0,
    request_id: fields.requestId ?? null,
    created_at: at,
  };
  await db.insertInto("license_key").values(row).execute();
  return toLicenseKey(row);
}

/** 64 random bits; the column is unique, too, should this ever meet one that exists. */
async function unusedCode(db: PoolTransaction["db"]): Promise<string> {
  for (;;) {
    const code = (randomBytes(8).toString("hex").match(/.{4}/g) ?? []).join("-");
    const taken = await db.selectFrom("license_key").select("id").where("code", "=", code).executeTakeFirst();
    if (taken === undefined) return code;
  }
}
