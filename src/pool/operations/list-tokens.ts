import { z } from "zod";
import { agentTokenAnswer } from "../access/agent-token.ts";
import { actorOf } from "../access/caller.ts";
import { listTokens as list } from "../access/list-tokens.ts";
import { people } from "../access/role.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const listTokens = defineOperation({
  name: "list-tokens",
  summary: "the account's tokens for agents",
  method: "GET",
  path: "/tokens",
  may: people,
  input: z.strictObject(pageFields),
  output: z.object({ tokens: z.array(agentTokenAnswer).readonly(), ...nextField }),
  async run({ pool, caller, input }) {
    const { items: tokens, ...more } = await list(pool, actorOf(caller).account, input);
    return { tokens, ...more };
  },
});
