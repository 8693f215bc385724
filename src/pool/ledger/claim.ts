import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { PoolTables } from "../pool-tables.ts";
import { wasAnswered } from "./answer-once.ts";
import { insertLicenseKey } from "./insert-license-key.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import type { PredefinedLicense } from "./predefine.ts";

/** The predefined licenses of a box that nobody claimed yet. */
export async function claimable(pool: Pool, serial: SerialNumber): Promise<PredefinedLicense[]> {
  return (await selectClaimable(pool.db, { serial })).rows;
}

const selectClaimable = compiledOnce((db: Kysely<PoolTables>, given: Given<{ readonly serial: SerialNumber }>) =>
  db
    .selectFrom("predefined")
    .select(["id", "serial", "type", "count"])
    .where("serial", "=", given.serial)
    .where("account_id", "is", null)
    .orderBy("type")
    .orderBy("id"),
);

/**
 * Assigns the box's predefined licenses to the account, for ever; what the account claimed before comes again, as often
 * as it likes. The balance is not touched.
 * @throws PoolError `nothing-predefined`, `not-yours`
 */
export async function claim(pool: Pool, actor: Actor, serial: SerialNumber, requestId?: string): Promise<LicenseKey[]> {
  const { account } = actor;
  return inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    if (requestId !== undefined) await wasAnswered(transaction, account.id, requestId, { claim: serial });
    const rows = await db
      .selectFrom("predefined")
      .selectAll()
      .where("serial", "=", serial)
      .orderBy("type")
      .orderBy("id")
      .execute();
    if (rows.length === 0) throw new PoolError("nothing-predefined", `no predefined license waits for ${serial}`);
    const mine = rows.filter((row) => row.account_id === null || row.account_id === account.id);
    if (mine.length === 0)
      throw new PoolError("not-yours", `the predefined licenses of ${serial} belong to another account`);
    for (const { id, type, count } of mine.filter((row) => row.account_id === null)) {
      const fields = { type, count, serial, predefined: true, requestId };
      const key = await insertLicenseKey(transaction, actor, fields, {
        action: "claim",
        detail: { predefined: id, type, count, serial },
      });
      await db
        .updateTable("predefined")
        .set({ account_id: account.id, license_key_id: key.id })
        .where("id", "=", id)
        .execute();
    }
    const keys = await db
      .selectFrom("license_key")
      .selectAll()
      .where("account_id", "=", account.id)
      .where("serial", "=", serial)
      .where("predefined", "=", 1)
      .where("status", "=", "active")
      .orderBy("type")
      .orderBy("sequence")
      .orderBy("id")
      .execute();
    return keys.map(toLicenseKey);
  });
}
