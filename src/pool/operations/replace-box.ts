import { z } from "zod";
import { replaceBox as replace } from "../ledger/replace-box.ts";
import { licenseKeyAnswer, serialField, whyField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const replaceBox = defineOperation({
  name: "replace-box",
  summary: "exchange a defective box: all its keys to another serial number, in one transaction",
  method: "POST",
  path: "/boxes/{serial}/replace",
  may: ["operator", "issuer"],
  input: z.strictObject({ serial: serialField, newSerial: serialField, why: whyField }),
  output: z.object({ revoked: z.array(licenseKeyAnswer), licenseKeys: z.array(licenseKeyAnswer) }),
  run: async ({ pool, caller, input }) => replace(pool, caller, input),
});
