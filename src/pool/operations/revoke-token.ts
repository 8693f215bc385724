import { z } from "zod";
import { agentTokenAnswer } from "../access/agent-token.ts";
import { actorOf } from "../access/caller.ts";
import { revokeToken as revoke } from "../access/revoke-token.ts";
import { spenders } from "../access/role.ts";
import { defineOperation } from "./operation.ts";

export const revokeToken = defineOperation({
  name: "revoke-token",
  summary: "revoke an agent's token",
  method: "DELETE",
  path: "/tokens/{id}",
  may: spenders,
  input: z.strictObject({ id: z.string().max(100) }),
  output: z.object({ tokens: z.array(agentTokenAnswer) }),
  run: async ({ pool, caller, input }) => ({ tokens: [await revoke(pool, actorOf(caller), input.id)] }),
});
