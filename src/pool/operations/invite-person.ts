import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { invite } from "../access/invite.ts";
import { emailField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

const role = z.enum(["owner", "member", "auditor"]);

export const invitePerson = defineOperation({
  name: "invite-person",
  summary: "invite somebody to work for the account: a code that counts once, for a week",
  method: "POST",
  path: "/invitations",
  status: 201,
  may: ["operator", "issuer", "owner"],
  input: z.strictObject({ email: emailField, role: role.default("member") }),
  output: z.object({ email: z.string(), role, code: z.string(), expiresAt: z.string() }),
  run: ({ pool, caller, input }) => invite(pool, spenderOf(caller), input),
});
