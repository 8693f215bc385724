import { z } from "zod";
import { findLicenseType, largestCount, licenseCatalog } from "../license/license-catalog.ts";

const threshold = z.union(
  [z.int().min(0).max(largestCount), z.string().regex(/^\d{1,2}%$|^100%$/)],
  'is neither a count nor a part of what was loaded; one looks like 20, or "10%"',
);

const typed = z.string().refine((type) => type === "default" || findLicenseType(type) !== undefined, {
  message: `is no license type; there are ${licenseCatalog.map(({ type }) => type).join(", ")}, and default`,
});

/** Of which fewer are left a person is warned: one threshold for all license types, or by type and `default`. */
export const lowBalanceSchema = z.union([
  threshold.transform((all): Thresholds => ({ default: all })),
  z.record(typed, threshold),
]);

/** By license type; `default` is for all that are not named. */
export type Thresholds = Readonly<Record<string, number | string>>;
