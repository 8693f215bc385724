import { isAway } from "../keys/is-away.ts";
import { siteStatus } from "../report/site-status.ts";
import type { Site } from "./site.ts";

/**
 * Tells the pool how all boxes of the site stand, for `pool sites`. What cannot be told now is told with the next round;
 * it keeps nothing from being done.
 */
export async function reportStates(site: Site): Promise<void> {
  // Another agent knows better.
  if (await site.self.whyStandsBack()) return;
  for (const source of site.sources) {
    try {
      await source.reportSite?.(site.name, await currentStates(site));
    } catch (error) {
      if (isAway(error)) site.log.debug({ err: error }, "how the site stands could not be reported");
      else site.log.warn({ err: error }, "the pool does not take how the site stands");
    }
  }
}

async function currentStates({ name, boxes, journal, clock }: Site) {
  const configured = new Map(
    [...boxes].map(([serial, { name: called, endpoint }]) => [
      serial,
      { ...(called && { name: called }), ...(endpoint && { address: endpoint.address }) },
    ]),
  );
  return siteStatus({
    running: true,
    now: clock.now(),
    site: name,
    configured,
    boxes: await journal.boxes.all(),
    states: await journal.states.all(),
    approvals: await journal.approvals.open(clock.now()),
    breakers: await journal.breakers.all(),
    lastRound: undefined,
  }).boxes;
}
