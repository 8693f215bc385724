import { z } from "zod";
import { logIn } from "../access/log-in.ts";
import { emailField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** Five failed tries a minute, for an account and for an address. */
export const beginSession = defineOperation({
  name: "begin-session",
  summary: "log in: a token for e-mail address and password",
  method: "POST",
  path: "/sessions",
  status: 201,
  may: ["anyone"],
  input: z.strictObject({ email: emailField, password: z.string().max(1000) }),
  output: z.object({ token: z.string(), expiresAt: z.string() }),
  run: ({ pool, caller, input }) => logIn(pool, input, caller.from),
});
