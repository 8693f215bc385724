import { setImmediate } from "node:timers/promises";
import type { Kysely } from "kysely";
import { firstHash, type LedgerHead } from "../ledger/ledger-head.ts";

import type { PoolTables } from "../pool-tables.ts";
import { type ChainedEntry, checkChain } from "./check-chain.ts";
import type { Difference } from "./difference.ts";

/** How many entries are read at once. */
const page = 1000;

/**
 * Goes through the ledger from its first entry, as long as each follows the one before it unchanged. Answers the newest
 * entry that does, and what is wrong with the one after it.
 * @param look is shown each entry, and answers whether to go on
 * @throws the signal's reason
 */
export async function walkChain(
  db: Kysely<PoolTables>,
  signal?: AbortSignal,
  look: (entry: ChainedEntry) => boolean = () => true,
): Promise<{ readonly head: LedgerHead; readonly broken?: Difference }> {
  let head: LedgerHead = { sequence: 0, hash: firstHash };
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
      if (broken) return { head, broken };
      if (!look(entry)) return { head };
      head = { sequence: entry.sequence, hash: entry.hash };
    }
    if (entries.length < page) return { head };
    // SQLite answers at once: without this pause nothing else would happen, and Ctrl-C would not be heard.
    await setImmediate(undefined, signal && { signal });
  }
}
