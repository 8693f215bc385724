import { costOf } from "../plan/allot.ts";
import { noSpending, restrictTo } from "../plan/restrict.ts";
import { applyPlan } from "../reconcile/apply-plan.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import { enrolledSerials } from "../reconcile/enrolled-serials.ts";
import { whyApproval } from "../reconcile/pass.ts";
import { type PlannedPass, type PlanSiteOptions, planSite, type SitePlan } from "../reconcile/plan-site.ts";
import type { Site } from "../reconcile/site.ts";
import { logResult } from "./log-result.ts";

/** What a round tells of itself while it runs. */
export interface RoundOptions extends PlanSiteOptions {
  readonly onResult?: (result: BoxResult) => void;
  readonly onRound?: (results: readonly BoxResult[]) => Promise<void>;
}

/** One run over all enrolled boxes of the site, within what the policy lets the service do by itself. */
export async function round(site: Site, options: RoundOptions, signal: AbortSignal): Promise<BoxResult[]> {
  const serials = await enrolledSerials(site);
  const targets = serials.map((serial) => ({ serial }));
  const plan = await withinBudget(site, await planSite(site, targets, options, signal));
  const results: BoxResult[] = [];
  for await (const result of applyPlan(site, plan, { by: "service" }, signal)) {
    results.push(result);
    logResult(site.log, result);
    options.onResult?.(result);
  }
  site.log.info(countOutcomes(results), "round ended");
  await options.onRound?.(results);
  return results;
}

/**
 * Takes out of the plans what needs a person's approval; what exists already is still delivered. Boxes are served at the
 * same time, so today's budget is shared out before.
 */
async function withinBudget(site: Site, plan: SitePlan): Promise<SitePlan> {
  const passes: PlannedPass[] = [];
  let reserved = 0;
  for (const one of plan.passes) {
    const approval = one.plan.steps.length === 0 ? undefined : await whyApproval(site, one.plan, reserved);
    passes.push(approval === undefined ? one : { ...one, plan: restrictTo(noSpending, one.plan), approval });
    if (approval === undefined) for (const count of costOf([one.plan]).values()) reserved += count;
  }
  return { ...plan, passes };
}

function countOutcomes(results: readonly BoxResult[]): Record<string, number> {
  const counts: Record<string, number> = { boxes: results.length };
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
