import { writeLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { foldedTexts } from "./folded-texts.ts";
import { lineHash } from "./insert-given-key.ts";
import { keptLine, type LicenseKey, toLicenseKey } from "./license-key.ts";
import { record } from "./record.ts";

/**
 * Gives a key that was made without a serial number to a box, once. Its line is issued again, with the serial number and
 * the same key code, so a box that has the old line still has the license; a vendor's line stays as the vendor wrote it.
 * @throws PoolError `not-found`, `bad-request` for a revoked key or one that has a box
 */
export function assignLicenseKey(pool: Pool, actor: Actor, id: string, serial: SerialNumber): Promise<LicenseKey> {
  return inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    const row = await db
      .selectFrom("license_key")
      .selectAll()
      .where("id", "=", id)
      .where("account_id", "=", actor.account.id)
      .executeTakeFirst();
    if (row === undefined) throw new PoolError("not-found", "there is no such license key");
    if (row.serial === serial) return toLicenseKey(row);
    if (row.serial !== null) throw new PoolError("bad-request", `the license key was made for ${row.serial}`);
    if (row.status === "revoked") throw new PoolError("bad-request", "the license key is revoked");
    const line = row.issuer === "vendor" ? row.line : writeLicenseLine({ ...textsOf(row), serial });
    const set = { serial, line, ...foldedTexts({ ...row, serial }) };
    const assigned = { ...row, ...set };
    await db.updateTable("license_key").set(set).where("id", "=", id).execute();
    await record(transaction, {
      actor: actor.name,
      account: row.account_id,
      action: "assign",
      detail: { id, serial, line: lineHash(keptLine(assigned)) },
    });
    return toLicenseKey(assigned);
  });
}

interface Texts {
  readonly type: string;
  readonly count: number;
  readonly customer: string | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly code: string;
}

function textsOf({ type, count, customer, location, description, code }: Texts) {
  return {
    type,
    count,
    customer: customer ?? undefined,
    location: location ?? undefined,
    description: description ?? undefined,
    key: code,
  };
}
