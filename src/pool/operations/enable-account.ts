import { z } from "zod";
import { setDisabled } from "../access/set-disabled.ts";
import { emailField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const enableAccount = defineOperation({
  name: "enable-account",
  summary: "let in again what was disabled",
  method: "POST",
  path: "/accounts/{email}/enable",
  may: ["operator", "issuer"],
  input: z.strictObject({ email: emailField }),
  output: z.object({ enabled: z.string() }),
  async run({ pool, caller, input: { email } }) {
    await setDisabled(pool, caller.name, email, false);
    return { enabled: email.trim().toLowerCase() };
  },
});
