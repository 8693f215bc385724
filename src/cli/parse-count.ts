import { UsageError } from "./usage/usage-error.ts";

/** A count as it was typed. @throws UsageError unless it is written as a whole number, and within the range if there is one */
export function parseCount(
  text: string | undefined,
  option: string,
  { from, to }: { readonly from: number; readonly to: number } = { from: 0, to: 1e12 },
): number {
  const count = /^\d{1,12}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (count >= from && count <= to) return count;
  const range = from > 0 ? ` from ${from} to ${to}` : "";
  throw new UsageError(`${option} wants a whole number${range}, not "${text ?? ""}"`);
}
