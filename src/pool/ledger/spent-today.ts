import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { dayStart } from "./day-start.ts";

interface Whose {
  readonly account: string;
  readonly since: string;
  readonly serial: SerialNumber;
}

/** Licenses that were created today from the account's balance: for the box, and in all. The day is the pool's. */
export async function spentToday(
  pool: Pool,
  account: Account,
  serial: SerialNumber,
): Promise<{ box: number; day: number }> {
  const { rows } = await sumSince(pool.db, { account: account.id, since: dayStart(pool.now()), serial });
  return rows[0] ?? { box: 0, day: 0 };
}

const sumSince = compiledOnce((db: Kysely<PoolTables>, given: Given<Whose>) =>
  db
    .selectFrom("license_key")
    .select(({ fn, eb }) => [
      fn.coalesce(fn.sum<number>("count"), eb.lit(0)).as("day"),
      fn
        .coalesce(fn.sum<number>(eb.case().when("serial", "=", given.serial).then(eb.ref("count")).end()), eb.lit(0))
        .as("box"),
    ])
    .where("account_id", "=", given.account)
    .where("created_at", ">=", given.since)
    .where("predefined", "=", 0)
    .where("issuer", "=", "own"),
);
