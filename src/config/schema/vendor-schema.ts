import { z } from "zod";
import { durationSchema } from "../duration.ts";
import { path, secretName, wantsOne } from "./fields.ts";

/** The vendor's site as a source of keys. */
export const vendorSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: "an address like https://www.innovaphone.com/license/license.php" }),
    email: z.string().min(1).optional(),
    user: z.string().min(1).optional(),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    password: z
      .never({ error: "a password does not stand in the configuration; use passwordFile or passwordEnv" })
      .optional(),
    pages: path.optional(),
    askAgainAfter: durationSchema.default(86_400_000),
  })
  .refine(...wantsOne("email", "user"))
  .refine(...wantsOne("passwordFile", "passwordEnv"));
