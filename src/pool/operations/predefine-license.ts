import { z } from "zod";
import { predefine } from "../ledger/predefine.ts";
import { countField, predefinedAnswer, serialField, typeField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const predefineLicense = defineOperation({
  name: "predefine-license",
  summary: "make a predefined hardware license for a serial number",
  method: "POST",
  path: "/predefined",
  status: 201,
  may: ["operator", "issuer"],
  input: z.strictObject({ serial: serialField, type: typeField, count: countField }),
  output: z.object({ predefined: predefinedAnswer }),
  run: async ({ pool, caller, input }) => ({ predefined: await predefine(pool, caller.name, input) }),
});
