import { z } from "zod";

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `30s`, `10m`, `6h` or `1d`, as milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^\d{1,6}(s|m|h|d)$/, "a duration looks like 30s, 10m, 6h or 1d")
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0));
