import { z } from "zod";
import { agentTokenAnswer } from "../access/agent-token.ts";
import { spenderOf } from "../access/caller.ts";
import { createToken as create } from "../access/create-token.ts";
import { spenders } from "../access/role.ts";
import { scopes } from "../access/scope.ts";
import { nameField, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

const budget = z.int().positive().max(1e9).optional();

export const createToken = defineOperation({
  name: "create-token",
  summary: "make a token for an agent",
  method: "POST",
  path: "/tokens",
  status: 201,
  may: spenders,
  input: z.strictObject({
    name: nameField.optional(),
    scopes: z.array(z.enum(scopes)).min(1).max(3),
    serials: z.array(serialField).min(1).max(10_000).optional(),
    site: z.string().min(1).max(200).optional(),
    expires: z.string().max(40).meta({ description: "30d, or a date" }),
    perBox: budget,
    perDay: budget,
  }),
  output: agentTokenAnswer.extend({ token: z.string() }),
  run: ({ pool, caller, input }) => create(pool, spenderOf(caller), input),
});
