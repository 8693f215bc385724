import { z } from "zod";
import { addAccount as add } from "../access/add-account.ts";
import { emailField, nameField, passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** It counts as having accepted the license agreement. */
export const addAccount = defineOperation({
  name: "add-account",
  summary: "add an account, also an issuer's, without being asked by who owns it",
  method: "POST",
  path: "/accounts/added",
  status: 201,
  may: ["operator"],
  input: z.strictObject({
    email: emailField,
    name: nameField,
    role: z.enum(["reseller", "issuer"]),
    password: passwordField,
  }),
  output: z.object({
    account: z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(["reseller", "issuer"]) }),
  }),
  run: async ({ pool, input }) => ({ account: await add(pool, input) }),
});
