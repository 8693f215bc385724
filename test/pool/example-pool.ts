import type { Test } from "tap";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import type { Account } from "../../src/pool/access/account.ts";
import { balanceOf } from "../../src/pool/ledger/balance.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import { newDatabase } from "./both-databases.ts";
import { addReseller } from "./reseller.ts";

export { addReseller, credit } from "./reseller.ts";

/** The box of the vendor's leaflet, and another one. */
export const thisBox = parseSerialNumber("00-90-33-00-00-00");
export const otherBox = parseSerialNumber("00-90-33-01-02-9f");

/** A new pool on the database that the test runs on, closed at the end of the test. */
export async function examplePool(
  t: Test,
  now?: () => Date,
): Promise<{ pool: Pool; reseller: Account; database: string }> {
  const database = await newDatabase(t);
  const pool = await openPool(database, now);
  t.teardown(() => pool[Symbol.asyncDispose]());
  return { pool, reseller: await addReseller(pool, "anna@example.com"), database };
}

/** The balance as the license manager shows it: `100/37/63` for loaded, used and left. */
export async function balanceText(pool: Pool, account: Account): Promise<Record<string, string>> {
  const rows = await balanceOf(pool, account);
  return Object.fromEntries(rows.map(({ type, loaded, used, left }) => [type, `${loaded}/${used}/${left}`]));
}

/** Marks a license key as revoked, as its issuer would. */
export async function markRevoked(pool: Pool, key: string): Promise<void> {
  await pool.db.updateTable("license_key").set({ status: "revoked" }).where("code", "=", key).execute();
}
