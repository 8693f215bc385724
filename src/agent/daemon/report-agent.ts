import { isAway } from "../keys/is-away.ts";
import type { Site } from "../reconcile/site.ts";
import { wakeStoodBack } from "../reconcile/wake-stood-back.ts";

/**
 * Tells the pool that this agent is at work, and does what that answers: one of two with the same id stands back, one whose
 * state folder was moved goes on once the old one is silent, and of another agent at the site people are told.
 * @param everyMs the time between two reports
 */
export async function reportAgent(site: Site, everyMs: number): Promise<void> {
  const { self, log } = site;
  const source = site.sources.find((one) => one.reportAgent !== undefined);
  const before = await self.whyStandsBack();
  if (source?.reportAgent === undefined || before?.code === "agent-copied") return;
  const report = await self.report();
  const moved = before?.code === "agent-moved";
  try {
    const answer = await source.reportAgent({ ...report, site: site.name, everyMs, ...(moved && { moved }) });
    if (answer.verdict !== "go-on") {
      if (answer.verdict === "copied") await standBack(site, report.agent);
      return;
    }
    await self.answered(report);
    if (moved) {
      await self.settleHere();
      await wakeStoodBack(site);
      log.info({ agent: report.agent }, "the agent moved to this machine; the one elsewhere is silent");
    }
    await tellOthers(
      site,
      answer.others.map(({ agent }) => agent),
    );
  } catch (error) {
    if (isAway(error)) log.debug({ err: error }, "that the agent is at work could not be reported");
    else log.warn({ err: error }, "the pool does not take that the agent is at work");
  }
}

async function standBack({ self, log }: Site, agent: string): Promise<void> {
  const { code, message } = await self.standBack("agent-copied");
  log.error({ agent, code, why: message }, "the agent stands back");
}

/** Other agents at the site: kept while the pool says so. */
async function tellOthers({ self, log, name }: Site, others: readonly string[]): Promise<void> {
  if (!(await self.keepOthers(others))) return;
  if (others.length === 0) log.info({ site: name }, "this agent is the only one of its site again");
  else log.error({ site: name, others }, "another agent is at work at the same site");
}
