import { z } from "zod";
import { changePassword as change } from "../access/change-password.ts";
import { passwordField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const changePassword = defineOperation({
  name: "change-password",
  summary: "change one's own password, with the old one; other sessions end",
  method: "PUT",
  path: "/people/current/password",
  may: ["anyone"],
  input: z.strictObject({ oldPassword: z.string().max(1000), password: passwordField }),
  output: z.object({ email: z.string() }),
  async run({ pool, caller, input }) {
    await change(pool, caller, input);
    return { email: caller.name };
  },
});
