import { z } from "zod";
import { addAuditor as add } from "../access/add-auditor.ts";
import { emailField, nameField, passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const addAuditor = defineOperation({
  name: "add-auditor",
  summary: "add somebody who reads one account and changes nothing",
  method: "POST",
  path: "/auditors",
  status: 201,
  may: ["operator"],
  input: z.strictObject({ email: emailField, name: nameField, password: passwordField, auditorOf: emailField }),
  output: z.object({
    account: z.object({
      id: z.string(),
      email: z.string(),
      name: z.string(),
      role: z.literal("auditor"),
      auditorOf: z.string(),
    }),
  }),
  async run({ pool, input: { auditorOf, ...person } }) {
    const added = await add(pool, person, auditorOf);
    return { account: { ...added, role: "auditor" as const, auditorOf: auditorOf.trim().toLowerCase() } };
  },
});
