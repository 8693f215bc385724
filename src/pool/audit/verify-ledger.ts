import { type Kysely, sql } from "kysely";
import { inSnapshot } from "../../store/in-snapshot.ts";
import { isPostgres } from "../../store/is-postgres.ts";
import { firstHash, type LedgerHead } from "../ledger/ledger-head.ts";

import type { PoolTables } from "../pool-tables.ts";
import { emptyBooks } from "./books.ts";
import { compareBooks } from "./compare-books.ts";
import type { Difference } from "./difference.ts";
import { enter } from "./replay.ts";
import { walkChain } from "./walk-chain.ts";
import { wrongSchema } from "./wrong-schema.ts";

/** What came of it: `broken` is the first thing that is wrong. */
export interface Verification {
  readonly entries: number;
  readonly head: LedgerHead;
  readonly broken?: Difference;
}

/**
 * Replays the whole ledger: every entry follows the one before it unchanged, and balances, lots, activation keys,
 * license keys, predefined licenses, transfers, accounts, people, invitations, request ids and what agents' tokens may do
 * are what the entries say. It looks at one state of the pool; on PostgreSQL, and from a connection of its own on SQLite,
 * nobody waits for it meanwhile.
 * @param remembered an older head: the ledger must still have that entry
 */
export function verifyLedger(
  { db }: { readonly db: Kysely<PoolTables> },
  remembered?: LedgerHead,
): Promise<Verification> {
  return inSnapshot(db, async (snapshot) => {
    const damage = isPostgres(db) ? undefined : await fileDamage(snapshot);
    if (damage) return { entries: 0, head: { sequence: 0, hash: firstHash }, broken: damage };
    using books = emptyBooks();
    let broken: Difference | undefined;
    const { head, broken: torn } = await walkChain(snapshot, undefined, (entry) => {
      const wrong = enter(books, entry);
      if (wrong) broken = { message: `entry ${entry.sequence}: ${wrong}`, entry: entry.sequence };
      else if (remembered?.sequence === entry.sequence && remembered.hash !== entry.hash) {
        broken = { message: `entry ${entry.sequence} is not the one that was signed`, entry: entry.sequence };
      }
      return broken === undefined;
    });
    broken = torn ?? broken ?? missingEnd(head, remembered) ?? (await compareBooks(snapshot, books));
    return { entries: head.sequence, head, ...(broken && { broken }) };
  });
}

async function fileDamage(db: Kysely<PoolTables>): Promise<Difference | undefined> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const [first] = rows;
  if (first?.integrity_check === "ok") {
    const name = await wrongSchema(db);
    return name === undefined ? undefined : { message: `the database's ${name} is not what varsync makes`, entry: 0 };
  }
  return { message: `the database file is damaged: ${first?.integrity_check.slice(0, 200)}`, entry: 0 };
}

function missingEnd(head: LedgerHead, remembered: LedgerHead | undefined): Difference | undefined {
  if (remembered === undefined || remembered.sequence <= head.sequence) return undefined;
  const message = `the ledger ends with entry ${head.sequence}, but had ${remembered.sequence} when its head was signed`;
  return { message, entry: head.sequence + 1 };
}
