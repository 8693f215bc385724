import { PoolError } from "../pool-error.ts";

const dayMs = 24 * 3_600_000;
const longestDays = 731;

/**
 * When a token ends: `30d`, or a date like `2031-05-01`, or a time in ISO 8601.
 * @throws PoolError `bad-request` for what is none of these, is past, or more than two years away
 */
export function tokenExpiry(text: string, now: Date): Date {
  const [, days] = /^(\d{1,4})d$/.exec(text) ?? [];
  const given = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test(text)
    ? new Date(text)
    : new Date(Number.NaN);
  const end = days === undefined ? given : new Date(now.getTime() + Number(days) * dayMs);
  const inMs = end.getTime() - now.getTime();
  if (inMs > 0 && inMs <= longestDays * dayMs) return end;
  throw new PoolError(
    "bad-request",
    `"${text}" is no time for a token to end: wanted is 30d or a date to come, two years away at most`,
  );
}
