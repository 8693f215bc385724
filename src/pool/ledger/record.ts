import { hash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LedgerRow, PoolTables } from "../pool-tables.ts";

/** What happened, for the ledger. */
export interface LedgerFacts {
  readonly actor: string;
  readonly account?: string | undefined;
  readonly action: string;
  readonly requestId?: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The hash before the first entry. */
export const firstHash = "0".repeat(64);

/** Appends to the ledger, within the transaction of what it tells of. Answers the number of the entry. */
export async function record({ db, at }: PoolTransaction, facts: LedgerFacts): Promise<number> {
  const [head] = (await selectHead(db, {})).rows;
  const sequence = (head?.sequence ?? 0) + 1;
  const entry = {
    at,
    actor: facts.actor,
    account_id: facts.account ?? null,
    action: facts.action,
    request_id: facts.requestId ?? null,
    detail: JSON.stringify(facts.detail),
    previous_hash: head?.hash ?? firstHash,
  };
  await insertEntry(db, { sequence, ...entry, hash: hashOf(entry) });
  return sequence;
}

/** SHA-256 over everything that the entry says, and over the hash of the entry before. */
export function hashOf(entry: Omit<LedgerRow, "sequence" | "hash">): string {
  const { at, actor, account_id, action, request_id, detail, previous_hash } = entry;
  const text = JSON.stringify([previous_hash, at, actor, account_id, action, request_id, detail]);
  return hash("sha256", text);
}

/** Not a value: with a limit that is one, SQLite would compile the statement anew at each run. */
const oneRow = sql.lit(1);

const selectHead = compiledOnce((db: Kysely<PoolTables>) =>
  db.selectFrom("ledger").select(["sequence", "hash"]).orderBy("sequence", "desc").limit(oneRow),
);

const insertEntry = compiledOnce(
  (db: Kysely<PoolTables>, entry: Given<Omit<LedgerRow, "sequence"> & { readonly sequence: number }>) =>
    db.insertInto("ledger").values(entry),
);
