import { z } from "zod";
import { unclaim } from "../ledger/unclaim.ts";
import { licenseKeysAnswer, serialField, whyField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const unclaimPredefined = defineOperation({
  name: "unclaim-predefined",
  summary: "undo a claim: the keys are revoked, the predefined licenses wait again",
  method: "POST",
  path: "/boxes/{serial}/unclaim",
  may: ["operator", "issuer"],
  input: z.strictObject({ serial: serialField, why: whyField }),
  output: licenseKeysAnswer,
  run: async ({ pool, caller, input: { serial, why } }) => ({
    licenseKeys: await unclaim(pool, caller.name, serial, why),
  }),
});
