import { type Kysely, sql } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { Pool } from "../open-pool.ts";
import type { PoolTables } from "../pool-tables.ts";

/** The hash before the first entry. */
export const firstHash = "0".repeat(64);

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
  const [head] = (await selectHead(db, {})).rows;
  return head ?? { sequence: 0, hash: firstHash };
}

/** The hash of the entry with that number, or `undefined` where the ledger has none; 0 stands before the first. */
export async function hashAt({ db }: Pool, sequence: number): Promise<string | undefined> {
  if (sequence === 0) return firstHash;
  const [entry] = (await selectHash(db, { sequence })).rows;
  return entry?.hash;
}

/** Not a value: with a limit that is one, SQLite would compile the statement anew at each run. */
const oneRow = sql.lit(1);

const selectHead = compiledOnce((db: Kysely<PoolTables>) =>
  db.selectFrom("ledger").select(["sequence", "hash"]).orderBy("sequence", "desc").limit(oneRow),
);

const selectHash = compiledOnce((db: Kysely<PoolTables>, given: Given<{ readonly sequence: number }>) =>
  db.selectFrom("ledger").select("hash").where("sequence", "=", given.sequence),
);
