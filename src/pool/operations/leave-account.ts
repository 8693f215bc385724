import { z } from "zod";
import { leave } from "../access/leave.ts";
import { people } from "../access/role.ts";
import { emailField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** Oneself; an owner may name somebody else. */
export const leaveAccount = defineOperation({
  name: "leave-account",
  summary: "work for the account no longer; an owner may name somebody else",
  method: "DELETE",
  path: "/memberships/current",
  may: people,
  input: z.strictObject({ email: emailField.optional() }),
  output: z.object({}),
  async run({ pool, caller, input }) {
    await leave(pool, caller, input.email);
    return {};
  },
});
