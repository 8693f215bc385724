import { z } from "zod";
import { issueActivationKey as issue } from "../ledger/issue-activation-key.ts";
import { countField, typeField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const issueActivationKey = defineOperation({
  name: "issue-activation-key",
  summary: "make an activation key with one or several types in it",
  method: "POST",
  path: "/issued-activation-keys",
  status: 201,
  may: ["operator", "issuer"],
  input: z.strictObject({ licenses: z.record(typeField, countField) }),
  output: z.object({ activationKey: z.string() }),
  run: async ({ pool, caller, input }) => ({
    activationKey: await issue(pool, caller.name, new Map(Object.entries(input.licenses))),
  }),
});
