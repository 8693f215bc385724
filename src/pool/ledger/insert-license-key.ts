import { hash, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Actor } from "../access/actor.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow, PoolTables } from "../pool-tables.ts";
import { foldedTexts } from "./folded-texts.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { type LedgerFacts, record } from "./record.ts";

/** What a new license key is made of. */
export interface NewLicenseKey {
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
 * Puts a license key with a random, unique code into the pool, and the entry that tells of it into the ledger; who pays
 * for it is somebody else's business.
 * @param entry what the ledger is to say; the key's id and the hash of its line are added
 * @throws LicenseError when its line cannot be written
 */
export async function insertLicenseKey(
  transaction: PoolTransaction,
  actor: Actor,
  fields: NewLicenseKey,
  entry: Pick<LedgerFacts, "action" | "detail">,
): Promise<LicenseKey> {
  const [id, code] = [randomUUID(), newCode()];
  const line = writeLicenseLine({ ...fields, key: code });
  const sequence = await record(transaction, {
    actor: actor.name,
    account: actor.account.id,
    requestId: fields.requestId,
    action: entry.action,
    detail: { id, ...entry.detail, line: lineHash(line) },
  });
  const texts = {
    type: fields.type,
    serial: fields.serial ?? null,
    customer: fields.customer || null,
    location: fields.location || null,
    description: fields.description || null,
    code,
  };
  const row: LicenseKeyRow = {
    id,
    account_id: actor.account.id,
    ...texts,
    ...foldedTexts(texts),
    count: fields.count,
    line,
    status: "active",
    issuer: "own",
    predefined: fields.predefined ? 1 : 0,
    request_id: fields.requestId ?? null,
    created_at: transaction.at,
    sequence,
    token_id: actor.tokenId ?? null,
    line_is_bytes: 0,
    revoked_at: null,
    revoked_why: null,
    returned_at: null,
    replaced_by: null,
    seen_at: null,
    seen_on: null,
  };
  await insertRow(transaction.db, row);
  return toLicenseKey(row);
}

/** What the ledger keeps of a line: enough to tell a changed one, nothing of the code in it. */
export function lineHash(line: string): string {
  return hash("sha256", line);
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
