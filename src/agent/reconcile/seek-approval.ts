import type { Approval, AskedStep } from "../journal/approvals.ts";
import type { BoxPlan, Step } from "../plan/step.ts";
import type { BoxResult } from "./box-result.ts";
import { whyApproval } from "./pass.ts";
import { type PlannedPass, planSite } from "./plan-site.ts";
import type { Site } from "./site.ts";

/**
 * After a pass of the service: what it may not do by itself is put before a person, as the plan is now. Where something
 * else was done meanwhile, the box is planned again first, since a yes is for exactly one plan.
 */
export async function seekApproval(
  site: Site,
  { plan, withheld }: PlannedPass,
  result: BoxResult,
  signal: AbortSignal,
): Promise<BoxResult> {
  if (result.error?.code === "stale-plan") return result;
  if (withheld === undefined) {
    // The budget was used up between planning and doing: the whole plan waits.
    return result.outcome === "waiting-for-approval" ? ask(site, plan, result.waitingFor ?? "", result) : result;
  }
  if (plan.steps.length === 0) return ask(site, withheld.whole, withheld.why, result);
  const fresh = (await planSite(site, [{ serial: plan.serial }], {}, signal)).passes[0]?.plan;
  const why = fresh && (await whyApproval(site, fresh));
  return fresh && why ? ask(site, fresh, why, result) : waiting(result, withheld.why);
}

async function ask(site: Site, plan: BoxPlan, why: string, result: BoxResult): Promise<BoxResult> {
  const { serial, basis } = plan;
  const now = site.clock.now();
  const expiresAt = new Date(now.getTime() + site.approvalsExpireMs);
  const steps = plan.steps.map(askedStep);
  const { approval, isNew } = await site.journal.approvals.ask({ serial, basis, steps, why }, now, expiresAt);
  if (isNew) {
    const detail = { id: approval.id, basis, why, expiresAt: approval.expiresAt };
    await site.journal.entries.seen({ serial, action: "ask-approval", detail });
  }
  return waitingFor(result, approval);
}

function waitingFor(result: BoxResult, { id, serial, state, why, reason, decidedAt }: Approval): BoxResult {
  if (state === "declined") {
    const told = `nothing: a person declined it on ${decidedAt} (${reason}); varsync apply ${serial} does it all the same`;
    return waiting(result, told);
  }
  return { ...waiting(result, `${why} (varsync approve ${id}, or varsync apply ${serial})`), approval: id };
}

/** What failed besides stays failed. */
function waiting(result: BoxResult, text: string): BoxResult {
  if (result.outcome === "failed") return { ...result, waitingFor: text };
  return { ...result, outcome: "waiting-for-approval", waitingFor: text, waitKind: "approval" };
}

/** A step without its line, whose key code belongs on the box only. */
export function askedStep(step: Step): AskedStep {
  if (!("line" in step)) return { ...step };
  const { line: _, ...rest } = step;
  return rest;
}
