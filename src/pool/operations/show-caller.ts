import { z } from "zod";
import { roles } from "../access/role.ts";
import { defineOperation } from "./operation.ts";

/** Whom the pool takes the caller for. */
export const showCaller = defineOperation({
  name: "show-caller",
  summary: "who is asking, as what, and for which account",
  method: "GET",
  path: "/sessions/current",
  may: roles,
  input: z.strictObject({}),
  output: z.object({
    name: z.string(),
    roles: z.array(z.enum(roles)),
    account: z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.string() }).optional(),
  }),
  run: async ({ caller: { name, roles: has, account } }) => ({ name, roles: [...has], ...(account && { account }) }),
});
