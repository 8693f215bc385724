import { randomUUID } from "node:crypto";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { Actor } from "../access/actor.ts";
import type { PoolTransaction } from "../open-pool.ts";
import { type GivenLicenseKey, insertGivenKey } from "./insert-given-key.ts";
import type { LicenseKey } from "./license-key.ts";
import type { LedgerFacts } from "./record.ts";

/** What a new license key is made of. */
export type NewLicenseKey = Omit<GivenLicenseKey, "key" | "line" | "lineIsBytes" | "issuer">;

/**
 * Makes a license key of this installation, with a random, unique code and the line for it, as `insertGivenKey` does.
 * @throws LicenseError when its line cannot be written
 */
export async function insertLicenseKey(
  transaction: PoolTransaction,
  actor: Actor,
  fields: NewLicenseKey,
  entry: Pick<LedgerFacts, "action" | "detail">,
): Promise<LicenseKey> {
  const key = newCode();
  const line = writeLicenseLine({ ...fields, key });
  return insertGivenKey(transaction, actor, { ...fields, key, line, issuer: "own" }, entry);
}

/**
 * 64 random bits: the first and the last 32 of a UUID, which has others in between. Should they ever be those of another
 * key, the unique column refuses them, and nothing is created.
 */
function newCode(): string {
  const uuid = randomUUID();
  return [uuid.slice(0, 4), uuid.slice(4, 8), uuid.slice(-8, -4), uuid.slice(-4)].join("-");
}
