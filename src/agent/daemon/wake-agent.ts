import type { Site } from "../reconcile/site.ts";

/** At the start of an agent: it gets its id, or finds out that it must stand back, and says so. */
export async function wakeAgent({ self, log }: Site): Promise<void> {
  const why = await self.wake();
  if (why !== undefined) log.error({ code: why.code, since: why.since, why: why.message }, "the agent stands back");
}
