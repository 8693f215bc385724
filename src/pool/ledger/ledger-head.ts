import type { Kysely } from "kysely";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";
import { firstHash } from "./record.ts";

/** The newest entry of the ledger: whoever remembers it notices when the pool was set back to an older state. */
export interface LedgerHead {
  /** 0 while the ledger is empty. */
  readonly sequence: number;
  readonly hash: string;
}

/** The newest entry of the ledger. */
export function ledgerHead({ db }: Pool): Promise<LedgerHead> {
  return headIn(db);
}

/** The same within a transaction. */
export async function headIn(db: Kysely<PoolTables>): Promise<LedgerHead> {
  const head = await db
    .selectFrom("ledger")
    .select(["sequence", "hash"])
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return head ?? { sequence: 0, hash: firstHash };
}

/** The hash of the entry with that number, or `undefined` where the ledger has none; 0 stands before the first. */
export async function hashAt({ db }: Pool, sequence: number): Promise<string | undefined> {
  if (sequence === 0) return firstHash;
  const entry = await db.selectFrom("ledger").select("hash").where("sequence", "=", sequence).executeTakeFirst();
  return entry?.hash;
}
