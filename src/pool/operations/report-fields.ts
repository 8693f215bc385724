import { z } from "zod";
import { textField } from "./fields.ts";

export const siteField = textField.min(1).max(200).meta({ description: "name of a site", example: "sindelfingen" });

const short = textField.max(500);

/** How a box stands, as its site sees it. What a later agent says besides is not kept. */
export const boxState = z.object({
  name: short.optional(),
  address: short.optional(),
  product: short.optional(),
  firmware: short.optional(),
  outcome: short,
  since: short.optional(),
  nextTry: short.optional(),
  waitingFor: textField.max(2000).optional(),
  /** Id of what waits for a person there. */
  approval: short.optional(),
  error: z.strictObject({ code: short, message: textField.max(2000) }).optional(),
  /** Why its agent writes nothing to it. */
  setAside: z.object({ code: short, message: textField.max(2000), since: short }).optional(),
});

/** An agent of a site. */
export const agentField = z.object({
  agent: z.string(),
  lastReport: z.string(),
  copySeen: z.string().optional().meta({ description: "when a copy of it reported, too" }),
});
