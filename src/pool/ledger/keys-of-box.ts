import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";

/** The account's active license keys for a box, oldest first; asked for every box of every round. */
export async function keysOfBox({ db }: Pool, { id }: Account, serial: SerialNumber): Promise<LicenseKey[]> {
  const { rows } = await selectKeys(db, { account: id, serial });
  return rows.map(toLicenseKey);
}

interface Whose {
  readonly account: string;
  readonly serial: SerialNumber;
}

const selectKeys = compiledOnce((db: Kysely<PoolTables>, given: Given<Whose>) =>
  db
    .selectFrom("license_key")
    .selectAll()
    .where("account_id", "=", given.account)
    .where("serial", "=", given.serial)
    .where("status", "=", "active")
    .orderBy("sequence"),
);
