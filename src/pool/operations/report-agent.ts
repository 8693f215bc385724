import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { reportAgent as report } from "../ledger/agents.ts";
import { defineOperation } from "./operation.ts";
import { checkReporter } from "./report-box.ts";
import { agentField, siteField } from "./report-fields.ts";

const day = 86_400_000;

/** Tells an agent whether it goes on, or there are two of it; and which others are at work at the site. */
export const reportAgent = defineOperation({
  name: "report-agent",
  summary: "tell the pool that an agent is at work at a site",
  method: "PUT",
  path: "/sites/{site}/agents/{agent}",
  may: ["operator", "owner", "member", "agent-read"],
  input: z.strictObject({
    site: siteField,
    agent: z.uuid(),
    after: z.uuid().optional(),
    next: z.uuid(),
    everyMs: z.int().min(1000).max(day),
    moved: z.boolean().optional(),
  }),
  output: z.discriminatedUnion("verdict", [
    z.object({ verdict: z.literal("go-on"), others: z.array(agentField).readonly() }),
    z.object({ verdict: z.literal("copied") }),
    z.object({ verdict: z.literal("wait") }),
  ]),
  async run({ pool, caller, input }) {
    checkReporter(caller, input.site, []);
    return report(pool, actorOf(caller), input);
  },
});
