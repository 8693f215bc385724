import { findLicenseType } from "../../license/license-catalog.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import type { LotFacts } from "./lot-facts.ts";
import { record } from "./record.ts";

/** Whether a key's licenses go back to the balance once it is revoked and gone; those bound to a box never do. */
export function mayReturn(row: LicenseKeyRow): boolean {
  return (
    row.status === "revoked" &&
    row.returned_at === null &&
    row.replaced_by === null &&
    row.predefined === 0 &&
    row.issuer === "own" &&
    findLicenseType(row.type)?.boundTo === "nothing"
  );
}

/**
 * Gives the licenses of a revoked key back to the very lots that paid for it.
 * @param because how it is known that no box has it any more
 */
export async function returnLicenses(
  transaction: PoolTransaction,
  actor: string,
  row: LicenseKeyRow,
  because: "removal read back" | "issuer says so",
): Promise<LicenseKeyRow> {
  const { db, at } = transaction;
  const uses = await db.selectFrom("lot_use").selectAll().where("license_key_id", "=", row.id).execute();
  const lots: LotFacts[] = [];
  for (const { lot_id, count } of uses) {
    await db
      .updateTable("lot")
      .set(({ eb }) => ({ used: eb("used", "-", count) }))
      .where("id", "=", lot_id)
      .execute();
    lots.push({ lotId: lot_id, type: row.type, count });
  }
  await db.deleteFrom("lot_use").where("license_key_id", "=", row.id).execute();
  await db
    .updateTable("balance")
    .set(({ eb }) => ({ used: eb("used", "-", row.count) }))
    .where("account_id", "=", row.account_id)
    .where("type", "=", row.type)
    .execute();
  await db.updateTable("license_key").set({ returned_at: at }).where("id", "=", row.id).execute();
  const detail = { id: row.id, type: row.type, count: row.count, lots, because };
  await record(transaction, { actor, account: row.account_id, action: "return", detail });
  return { ...row, returned_at: at };
}
