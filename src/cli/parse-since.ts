import { UsageError } from "./usage/usage-error.ts";

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `2026-05-01`, `2026-05-01T12:00Z`, or how long ago: `30m`, `12h`, `7d`. @throws UsageError */
export function parseSince(text: string, now: Date): Date {
  const [, count, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (units[unit] ?? 0));
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  if (time !== undefined && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(`--since wants a time like 2026-05-01 or 2026-05-01T12:00Z, or 12h, 7d; not "${text}"`);
}
