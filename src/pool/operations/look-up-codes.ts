import { z } from "zod";
import { readers } from "../access/role.ts";
import { lookUpCodes } from "../ledger/look-up-codes.ts";
import { defineOperation } from "./operation.ts";

/** Whosever they are: a box may have keys of another account. Codes that are not known are missing in the answer. */
export const lookUpKeyCodes = defineOperation({
  name: "look-up-codes",
  summary: "whether lines that were read from a box are genuine, by their key codes",
  method: "POST",
  path: "/license-keys/look-up",
  may: readers,
  input: z.strictObject({ keys: z.array(z.string().max(100)).max(1000) }),
  output: z.object({
    facts: z.array(
      z.object({
        key: z.string(),
        status: z.enum(["active", "revoked"]),
        type: z.string(),
        count: z.int(),
        serial: z.string().optional(),
        issuer: z.enum(["own", "vendor"]),
      }),
    ),
  }),
  run: async ({ pool, input }) => ({ facts: await lookUpCodes(pool, [...new Set(input.keys)]) }),
});
