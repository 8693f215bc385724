import { z } from "zod";
import { largestCount } from "../../license/license-catalog.ts";
import { durationSchema } from "../duration.ts";
import { windowSchema } from "../window.ts";

const limit = z.int().min(0).max(largestCount);
const budget = z.strictObject({ perBox: limit, perDay: limit });

/** What may be done without a person. */
export const policySchema = z.strictObject({
  create: z.union([z.enum(["never", "ask"]), budget]).default("ask"),
  claim: z.enum(["never", "ask", "always"]).default("ask"),
  reset: z.enum(["never", "when-idle", "now"]).default("never"),
  removeRevoked: z.boolean().default(false),
  window: windowSchema.optional(),
  approvalsExpire: durationSchema
    .refine((ms) => ms >= 60_000, "at least 1m for a person to answer")
    .default(7 * 86_400_000),
});
