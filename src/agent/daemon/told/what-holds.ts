import type { Condition } from "../../../webhook/notices.ts";
import type { BoxState } from "../../journal/box-states.ts";
import { isEnrolled } from "../../reconcile/look.ts";
import type { Site } from "../../reconcile/site.ts";
import { neverIdleConditions } from "../never-idle.ts";
import { agentConditions } from "./agent-conditions.ts";
import { conditionsOf } from "./conditions.ts";

/** All that people must know of the site now, by what the journal has of it. */
export async function whatHolds(site: Site, poolAway: string | undefined): Promise<Condition[]> {
  const { journal, clock, self } = site;
  const known = {
    states: await ofEnrolled(site, await journal.states.all()),
    breakers: await journal.breakers.all(),
    approvals: await journal.approvals.open(clock.now()),
    missing: await journal.registrations.allMissing(),
    poolAway,
  };
  return [...conditionsOf(known), ...(await agentConditions(self)), ...(await neverIdleConditions(journal))];
}

/** What a box lacked that is no box of the site any more is over: no pass will find out. */
async function ofEnrolled(site: Site, states: readonly BoxState[]): Promise<BoxState[]> {
  const kept: BoxState[] = [];
  for (const state of states) {
    if ((state.shortfalls ?? []).length === 0 || (await isEnrolled(site, state.serial))) kept.push(state);
  }
  return kept;
}
