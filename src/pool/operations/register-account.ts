import { z } from "zod";
import { register } from "../access/register.ts";
import { emailField, nameField, passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** The answer is the same whether the address has an account already or not. */
export const registerAccount = defineOperation({
  name: "register-account",
  summary: "register: a new account for who accepts the license agreement",
  method: "POST",
  path: "/accounts",
  status: 201,
  may: ["anyone"],
  input: z.strictObject({
    email: emailField,
    name: nameField,
    password: passwordField,
    agreement: z.string().max(20).optional().meta({ description: "version of the license agreement that is accepted" }),
  }),
  output: z.object({ account: z.object({ email: z.string(), name: z.string() }) }),
  run: async ({ pool, caller, input: { agreement, ...person } }) => ({
    account: await register(pool, { ...person, agreement }, caller.from),
  }),
});
