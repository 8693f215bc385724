import { z } from "zod";
import { textField } from "./fields.ts";

export const siteField = textField.min(1).max(200).meta({ description: "name of a site", example: "sindelfingen" });

const short = textField.max(500);

/** How a box stands, as its site sees it. */
export const boxState = z.strictObject({
  address: short.optional(),
  product: short.optional(),
  firmware: short.optional(),
  outcome: short,
  since: short.optional(),
  error: z.strictObject({ code: short, message: textField.max(2000) }).optional(),
});
