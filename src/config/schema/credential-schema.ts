import { z } from "zod";
import { networkSchema } from "../network.ts";
import { path, secretName, serial, wantsOne } from "./fields.ts";

const match = z
  .strictObject({ serial: serial.optional(), profile: z.string().optional(), network: networkSchema.optional() })
  .refine((all) => Object.values(all).filter((one) => one !== undefined).length === 1, {
    message: "wants exactly one of serial, profile, network",
  });

/** A login, and the boxes that it is for. */
export const credentialSchema = z
  .strictObject({
    match: match.optional(),
    user: z.string().min(1).default("admin"),
    passwordFile: path.optional(),
    passwordEnv: secretName.optional(),
    password: z
      .never({ error: "a password does not stand in the configuration; use passwordFile or passwordEnv" })
      .optional(),
  })
  .refine(...wantsOne("passwordFile", "passwordEnv"));
