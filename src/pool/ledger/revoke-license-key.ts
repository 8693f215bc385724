import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";
import { record } from "./record.ts";
import { mayReturn, returnLicenses } from "./return-licenses.ts";

/** Why a key is revoked, and whether the issuer vouches that no box has it any more. */
export interface Revocation {
  readonly why: string;
  readonly removed?: boolean | undefined;
}

/**
 * Revokes a license key of whatever account: it must not be used on any device, and stays listed. What a software
 * license was paid with returns to its lots once no box has it any more; a hardware license's never does. Revoking twice
 * changes nothing more, but can still say that it was removed.
 * @throws PoolError `not-found`
 */
export function revokeLicenseKey(
  pool: Pool,
  { name }: Pick<Actor, "name">,
  id: string,
  { why, removed = false }: Revocation,
): Promise<LicenseKey> {
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    let row = await db.selectFrom("license_key").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw new PoolError("not-found", "there is no such license key");
    if (row.status === "active") {
      const set = { status: "revoked" as const, revoked_at: at, revoked_why: why };
      await db.updateTable("license_key").set(set).where("id", "=", id).execute();
      await record(transaction, { actor: name, account: row.account_id, action: "revoke", detail: { id, why } });
      row = { ...row, ...set };
    }
    if (removed && mayReturn(row)) row = await returnLicenses(transaction, name, row, "issuer says so");
    return toLicenseKey(row);
  });
}
