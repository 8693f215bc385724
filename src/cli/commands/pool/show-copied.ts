import type { Copied } from "../../../pool/copy/copy-tables.ts";
import type { CommandContext } from "../../command-context.ts";

/** Prints what was copied. Answers exit code 0. */
export function showCopied(
  { json, out }: CommandContext,
  copied: Copied & { readonly kept?: string },
  where: string,
): number {
  if (json) {
    out.document(copied);
    return 0;
  }
  const rows = Object.values(copied.copied).reduce((sum, count) => sum + count, 0);
  out.text(`${rows} rows are in ${where}; balances and ledger are the same (entry ${copied.head.sequence}).`);
  if (copied.kept !== undefined) out.text(`What was there before is kept in ${copied.kept}.`);
  return 0;
}
