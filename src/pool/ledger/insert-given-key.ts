import { hash, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { fromByteText } from "../../license/byte-text.ts";
import { type KeptLine, rawLine } from "../../license/kept-line.ts";
import type { LicenseLineFields } from "../../license/license-line.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Actor } from "../access/actor.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow, PoolTables } from "../pool-tables.ts";
import { foldedTexts } from "./folded-texts.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { type LedgerFacts, record } from "./record.ts";

/** A license key with its code and its line. */
export interface GivenLicenseKey extends KeptLine, LicenseLineFields {
  readonly issuer: LicenseKeyRow["issuer"];
  readonly predefined: boolean;
  readonly requestId?: string | undefined;
}

/**
 * Puts a license key into the pool as it is, and the entry that tells of it into the ledger. Who pays for it is somebody
 * else's business, and that no other key has its code is seen to by the caller.
 * @param entry what the ledger is to say; the key's id and the hash of its line are added
 */
export async function insertGivenKey(
  transaction: PoolTransaction,
  actor: Actor,
  given: GivenLicenseKey,
  entry: Pick<LedgerFacts, "action" | "detail">,
): Promise<LicenseKey> {
  const id = randomUUID();
  const sequence = await record(transaction, {
    actor: actor.name,
    account: actor.account.id,
    requestId: given.requestId,
    action: entry.action,
    detail: { id, ...entry.detail, line: lineHash(given), token: actor.tokenId },
  });
  const texts = {
    type: given.type,
    serial: given.serial ?? null,
    customer: given.customer || null,
    location: given.location || null,
    description: given.description || null,
    code: given.key,
  };
  const row: LicenseKeyRow = {
    id,
    account_id: actor.account.id,
    ...texts,
    ...foldedTexts(texts),
    count: given.count,
    line: given.line,
    line_is_bytes: given.lineIsBytes ? 1 : 0,
    status: "active",
    issuer: given.issuer,
    predefined: given.predefined ? 1 : 0,
    request_id: given.requestId ?? null,
    created_at: transaction.at,
    sequence,
    token_id: actor.tokenId ?? null,
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

/** What the ledger keeps of a line's bytes: enough to tell a changed one, nothing of the code in it. */
export function lineHash(kept: KeptLine): string {
  return hash("sha256", fromByteText(rawLine(kept)));
}

const insertRow = compiledOnce((db: Kysely<PoolTables>, row: Given<LicenseKeyRow>) =>
  db.insertInto("license_key").values(row),
);
