import { hash } from "node:crypto";
import type { Kysely } from "kysely";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { PoolTransaction } from "../open-pool.ts";
import type { LedgerRow, PoolTables } from "../pool-tables.ts";
import { headIn } from "./ledger-head.ts";

/** What happened, for the ledger. */
export interface LedgerFacts {
  readonly actor: string;
  readonly account?: string | undefined;
  readonly action: string;
  readonly requestId?: string | undefined;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Appends to the ledger, within the transaction of what it tells of. Answers the number of the entry. */
export async function record({ db, at }: PoolTransaction, facts: LedgerFacts): Promise<number> {
  const head = await headIn(db);
  const sequence = head.sequence + 1;
  const entry = {
    at,
    actor: facts.actor,
    account_id: facts.account ?? null,
    action: facts.action,
    request_id: facts.requestId ?? null,
    detail: JSON.stringify(facts.detail),
    previous_hash: head.hash,
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

const insertEntry = compiledOnce(
  (db: Kysely<PoolTables>, entry: Given<Omit<LedgerRow, "sequence"> & { readonly sequence: number }>) =>
    db.insertInto("ledger").values(entry),
);
