import type { SerialNumber } from "../../license/serial-number.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { record } from "./record.ts";

/**
 * Undoes the claim of a box's predefined licenses, as only the issuer may: their keys are revoked, and they wait for the
 * next claim. Answers the revoked keys.
 * @param actor the issuer's e-mail address, or `operator`
 * @throws PoolError `nothing-predefined` where none was claimed
 */
export async function unclaim(pool: Pool, actor: string, serial: SerialNumber, why: string): Promise<LicenseKey[]> {
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const claimed = await db
      .selectFrom("predefined")
      .innerJoin("license_key", "license_key.id", "predefined.license_key_id")
      .select(["predefined.id as predefined", "license_key.id as key", "predefined.account_id as account"])
      .where("predefined.serial", "=", serial)
      .orderBy("predefined.id")
      .execute();
    if (claimed.length === 0) throw new PoolError("nothing-predefined", `nothing was claimed for ${serial}`);
    for (const { predefined, key, account } of claimed) {
      await db
        .updateTable("license_key")
        .set({ status: "revoked", revoked_at: at, revoked_why: why })
        .where("id", "=", key)
        .where("status", "=", "active")
        .execute();
      await db
        .updateTable("predefined")
        .set({ account_id: null, license_key_id: null })
        .where("id", "=", predefined)
        .execute();
      const detail = { predefined, id: key, serial, why };
      await record(transaction, { actor, account: account ?? undefined, action: "unclaim", detail });
    }
    const keys = claimed.map(({ key }) => key);
    const rows = await db.selectFrom("license_key").selectAll().where("id", "in", keys).orderBy("sequence").execute();
    return rows.map(toLicenseKey);
  });
}
