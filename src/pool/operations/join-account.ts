import { z } from "zod";
import { join } from "../access/join.ts";
import { nameField, passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** Logged in as who was invited; or with name, password and agreement where the address has no login yet. */
export const joinAccount = defineOperation({
  name: "join-account",
  summary: "work for the account that invited one",
  method: "POST",
  path: "/invitations/joined",
  may: ["anyone"],
  input: z.strictObject({
    code: z.string().max(200),
    name: nameField.optional(),
    password: passwordField.optional(),
    agreement: z.string().max(20).optional(),
  }),
  output: z.object({ account: z.object({ email: z.string(), name: z.string() }) }),
  run: async ({ pool, caller, input }) => ({ account: await join(pool, caller, input) }),
});
