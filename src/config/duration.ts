import { z } from "zod";

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  y: 365 * 86_400_000,
};

/** `30s`, `10m`, `6h`, `1d` or `2y` (years of 365 days), as milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^\d{1,6}[smhdy]$/, "a duration looks like 30s, 10m, 6h, 1d or 2y")
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));
