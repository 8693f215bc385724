import { applyPlan } from "../reconcile/apply-plan.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import { enrolledSerials } from "../reconcile/enrolled-serials.ts";
import { type PlanSiteOptions, planSite } from "../reconcile/plan-site.ts";
import type { Site } from "../reconcile/site.ts";
import { logResult } from "./log-result.ts";
import { withinBudget } from "./within-budget.ts";

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

function countOutcomes(results: readonly BoxResult[]): Record<string, number> {
  const counts: Record<string, number> = { boxes: results.length };
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
