import type { BoxResult } from "../reconcile/box-result.ts";

/** Boxes named in a line; of more only the number is told. */
const named = 3;

/** One line for a person after a round: what changed, what waits, what failed. */
export function summaryLine(results: readonly BoxResult[]): string {
  const of = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome));
  const parts = [
    told("changed", of("changed"), () => undefined),
    told("waiting", of("waiting-for-reset", "waiting-for-approval", "short-of-licenses"), reasonOf),
    told("failed", of("failed"), ({ error }) => error?.code),
  ].filter((part) => part !== undefined);
  return [`${results.length} boxes, ${of("in-step").length} in step`, ...parts].join("; ");
}

export function countOutcomes(results: readonly BoxResult[]): Record<string, number> {
  const counts: Record<string, number> = { boxes: results.length };
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function reasonOf({ outcome, waitKind }: BoxResult): string | undefined {
  return outcome === "short-of-licenses" ? "licenses" : waitKind;
}

function told(
  word: string,
  results: readonly BoxResult[],
  why: (result: BoxResult) => string | undefined,
): string | undefined {
  if (results.length === 0) return undefined;
  const names = results.slice(0, named).map((result) => {
    const reason = why(result);
    return `${result.serial ?? result.address}${reason ? ` (${reason})` : ""}`;
  });
  const more = results.length > named ? `, and ${results.length - named} more` : "";
  return `${results.length} ${word}: ${names.join(", ")}${more}`;
}
