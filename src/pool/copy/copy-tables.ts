import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { insertRows, setCounters } from "../../store/insert-rows.ts";
import { rowBatches } from "../../store/row-batches.ts";
import { tablesInOrder } from "../../store/tables-in-order.ts";
import { walkChain } from "../audit/walk-chain.ts";
import { headIn, type LedgerHead } from "../ledger/ledger-head.ts";
import type { PoolTables } from "../pool-tables.ts";
import { CopyError } from "./copy-error.ts";

/** What was copied. */
export interface Copied {
  /** Rows by table. */
  readonly copied: Readonly<Record<string, number>>;
  /** The newest entry of the ledger, the same in both. */
  readonly head: LedgerHead;
}

/** Whether nobody ever did anything in the pool. */
export async function isEmptyPool(db: Kysely<PoolTables>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ledger union all select 1 from account union all select 1 from person limit 1`.execute(db);
  return rows.length === 0;
}

/**
 * Copies everything from a snapshot of one pool into the transaction of another, in place of whatever that has, and
 * proves by counts, balances and the ledger, entry by entry to its head, that nothing changed on the way.
 * @param asItIs also where the ledger is broken in the original
 * @throws CopyError `copy-differs`, `ledger-broken`; the signal's reason
 */
export async function copyTables(
  from: Kysely<PoolTables>,
  to: Kysely<PoolTables>,
  signal: AbortSignal,
  asItIs = false,
): Promise<Copied> {
  const tables = await tablesInOrder(to);
  for (const table of tables.toReversed()) await sql`delete from ${sql.table(table)}`.execute(to);
  const copied: Record<string, number> = {};
  for (const table of tables) {
    copied[table] = 0;
    for await (const rows of rowBatches(from, table)) {
      await insertRows(to, table, rows);
      copied[table] += rows.length;
      // SQLite works at once: without this pause Ctrl-C would not be heard.
      await setImmediate(undefined, { signal });
    }
  }
  await setCounters(to);
  const facts = await factsOf(from, tables);
  if (JSON.stringify(facts) !== JSON.stringify(await factsOf(to, tables))) throw differs();
  return { copied, head: await provenHead(from, to, asItIs, signal) };
}

/** The newest entry of the copy's ledger, to which the same entries lead as in the original. */
async function provenHead(
  from: Kysely<PoolTables>,
  to: Kysely<PoolTables>,
  asItIs: boolean,
  signal: AbortSignal,
): Promise<LedgerHead> {
  const { head, broken } = await walkChain(to, signal);
  if (broken === undefined) return head;
  const original = await walkChain(from, signal);
  if (original.head.hash !== head.hash || original.broken?.message !== broken.message) throw differs();
  if (asItIs) return headIn(to);
  const message = `its ledger is broken: ${broken.message}; nothing was copied, and pool audit --verify tells more`;
  throw new CopyError("ledger-broken", message);
}

function differs(): CopyError {
  return new CopyError("copy-differs", "the copy differs from the original and was thrown away; copy again");
}

/** What must be the same in a copy. */
async function factsOf(db: Kysely<PoolTables>, tables: readonly string[]): Promise<unknown> {
  const counts: unknown[] = [];
  for (const table of tables)
    counts.push((await sql`select count(*) as rows from ${sql.table(table)}`.execute(db)).rows);
  const balances = await db.selectFrom("balance").select(["account_id", "type", "loaded", "used"]).execute();
  const texts = balances.map((balance) => Object.values(balance).join(" ")).sort();
  return [tables, counts, texts, await headIn(db)];
}
