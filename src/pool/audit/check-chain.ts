import type { LedgerHead } from "../ledger/ledger-head.ts";
import { hashOf } from "../ledger/record.ts";
import type { LedgerRow } from "../pool-tables.ts";

/** An entry as the database has it. */
export type ChainedEntry = Omit<LedgerRow, "sequence"> & { readonly sequence: number };

/** Whether an entry follows the one before it unchanged. Answers what is wrong, naming the entry. */
export function checkChain(
  before: LedgerHead,
  entry: ChainedEntry,
): { readonly message: string; readonly entry: number } | undefined {
  const { sequence } = entry;
  if (sequence !== before.sequence + 1) {
    return { message: `entry ${before.sequence + 1} is missing`, entry: before.sequence + 1 };
  }
  if (entry.hash !== hashOf(entry)) return { message: `entry ${sequence} was changed`, entry: sequence };
  if (entry.previous_hash !== before.hash) {
    return { message: `entry ${sequence} does not follow entry ${before.sequence}`, entry: sequence };
  }
  return undefined;
}
