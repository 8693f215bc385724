import { z } from "zod";
import { setPassword as set } from "../access/set-password.ts";
import { emailField, passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const setPassword = defineOperation({
  name: "set-password",
  summary: "set somebody's password; all of her sessions end",
  method: "PUT",
  path: "/accounts/{email}/password",
  may: ["operator"],
  input: z.strictObject({ email: emailField, password: passwordField }),
  output: z.object({ email: z.string() }),
  async run({ pool, caller, input: { email, password } }) {
    await set(pool, caller.name, email, password);
    return { email: email.trim().toLowerCase() };
  },
});
