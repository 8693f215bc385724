import { sql } from "kysely";
import { isPostgres } from "../../store/is-postgres.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { checkChain } from "./check-chain.ts";
import { compareBooks, type Difference } from "./compare-books.ts";
import { firstHash, type LedgerHead } from "./ledger-head.ts";
import { emptyBooks, enter } from "./replay.ts";

/** What came of it: `broken` is the first thing that is wrong. */
export interface Verification {
  readonly entries: number;
  readonly head: LedgerHead;
  readonly broken?: Difference;
}

/** How many entries are read at once. */
const page = 5000;

/**
 * Replays the whole ledger: every entry follows the one before it unchanged, and balances, lots, license keys and
 * predefined licenses are what the entries say. Whoever wants to write waits meanwhile.
 * @param remembered an older head: the ledger must still have that entry
 */
export function verifyLedger(pool: Pool, remembered?: LedgerHead): Promise<Verification> {
  return inTransaction(pool, async ({ db }) => {
    let head: LedgerHead = { sequence: 0, hash: firstHash };
    const told = (broken?: Difference): Verification => ({ entries: head.sequence, head, ...(broken && { broken }) });
    if (!isPostgres(pool.db)) {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
      const [first] = rows;
      if (first?.integrity_check !== "ok") {
        return told({ message: `the database file is damaged: ${first?.integrity_check.slice(0, 200)}`, entry: 0 });
      }
    }
    const books = emptyBooks();
    for (;;) {
      const entries = await db
        .selectFrom("ledger")
        .selectAll()
        .where("sequence", ">", head.sequence)
        .orderBy("sequence")
        .limit(page)
        .execute();
      for (const entry of entries) {
        const broken = checkChain(head, entry);
        if (broken) return told(broken);
        const wrong = enter(books, entry);
        if (wrong) return told({ message: `entry ${entry.sequence}: ${wrong}`, entry: entry.sequence });
        head = { sequence: entry.sequence, hash: entry.hash };
        if (remembered?.sequence === head.sequence && remembered.hash !== head.hash) {
          return told({ message: `entry ${head.sequence} is not the one that was signed`, entry: head.sequence });
        }
      }
      if (entries.length < page) break;
    }
    if (remembered && remembered.sequence > head.sequence) {
      const message = `the ledger ends with entry ${head.sequence}, but had ${remembered.sequence} when its head was signed`;
      return told({ message, entry: head.sequence + 1 });
    }
    return told(await compareBooks(db, books));
  });
}
