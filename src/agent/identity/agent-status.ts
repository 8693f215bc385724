import type { AgentStatus } from "../report/site-status.ts";
import type { AgentSelf } from "./agent-self.ts";

/** What people are shown of the agent; `undefined` until one was started. */
export async function agentStatus(self: AgentSelf): Promise<AgentStatus | undefined> {
  const id = await self.id();
  if (id === undefined) return undefined;
  const [standsBack, others] = [await self.whyStandsBack(), await self.others()];
  return { id, ...(standsBack && { standsBack }), ...(others.length > 0 && { others }) };
}
