import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow, PoolTables } from "../pool-tables.ts";
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
  const code = newCode();
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
  await insertRow(db, row);
  return toLicenseKey(row);
}

/**
 * 64 random bits: the first and the last 32 of a UUID, which has others in between. Should they ever be those of another
 * key, the unique column refuses them, and nothing is created.
 */
function newCode(): string {
  const uuid = randomUUID();
  return [uuid.slice(0, 4), uuid.slice(4, 8), uuid.slice(-8, -4), uuid.slice(-4)].join("-");
}

const insertRow = compiledOnce((db: Kysely<PoolTables>, row: Given<LicenseKeyRow>) =>
  db.insertInto("license_key").values(row),
);
