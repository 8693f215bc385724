import type { Condition } from "../../../webhook/notices.ts";
import type { AgentSelf } from "../../identity/agent-self.ts";

/** What a person must know of the agent itself: that it stands back, or is not the only one of its site. */
export async function agentConditions(self: AgentSelf): Promise<Condition[]> {
  const [back, others] = [await self.whyStandsBack(), await self.others()];
  const condition = (subject: string, message: string) => ({ subject, event: "agent", message, afterMs: 0 });
  return [
    ...(back === undefined ? [] : [condition("agent:stands-back", `the agent stands back: ${back.message}`)]),
    ...(others.length === 0
      ? []
      : [condition("agent:two-agents", `other agents are at work at the same site: ${others.join(", ")}`)]),
  ];
}
