import { z } from "zod";
import { setDisabled } from "../access/set-disabled.ts";
import { emailField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const disableAccount = defineOperation({
  name: "disable-account",
  summary: "shut out an account and the person of an address",
  method: "POST",
  path: "/accounts/{email}/disable",
  may: ["operator", "issuer"],
  input: z.strictObject({ email: emailField }),
  output: z.object({ disabled: z.string() }),
  async run({ pool, caller, input: { email } }) {
    await setDisabled(pool, caller.name, email, true);
    return { disabled: email.trim().toLowerCase() };
  },
});
