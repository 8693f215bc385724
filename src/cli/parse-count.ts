import { UsageError } from "./usage-error.ts";

/** A count as it was typed. @throws UsageError unless it is written as a whole number */
export function parseCount(text: string | undefined, option: string): number {
  if (text !== undefined && /^\d{1,12}$/.test(text)) return Number(text);
  throw new UsageError(`${option} wants a whole number, not "${text ?? ""}"`);
}
