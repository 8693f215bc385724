import { applyPlan } from "../../agent/reconcile/apply-plan.ts";
import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import type { SitePlan } from "../../agent/reconcile/plan-site.ts";
import { recordResults } from "../../agent/reconcile/record-results.ts";
import type { Site } from "../../agent/reconcile/site.ts";
import type { CommandContext } from "../command-context.ts";
import { createOutput } from "../output.ts";
import type { ResetOverride } from "../reset-option.ts";
import { showPlans } from "../show/show-plans.ts";

/** Shows the plan, asks unless told not to, and does it. Where there is nothing to do nobody is asked. */
export async function doPlan(
  site: Site,
  plan: SitePlan,
  { yes, reset, exactly }: { yes: boolean; reset: ResetOverride; exactly?: boolean },
  context: CommandContext,
): Promise<BoxResult[]> {
  await agreeOnPlan(plan, { yes }, context);
  return doAgreed(site, plan, { reset, ...(exactly !== undefined && { exactly }) }, context);
}

/** Shows the plan and asks unless told not to. @throws DeclinedError */
export async function agreeOnPlan(plan: SitePlan, { yes }: { yes: boolean }, context: CommandContext): Promise<void> {
  const total = changing(plan);
  if (total === 0) return;
  // stdout belongs to the document.
  const out = context.json ? createOutput(process.stderr) : context.out;
  if (!context.json || !yes) await showPlans({ ...context, out }, plan);
  if (!yes) await context.confirm(`Do this to ${total} ${total === 1 ? "box" : "boxes"}?`);
}

/** Does what a person agreed to. */
export async function doAgreed(
  site: Site,
  plan: SitePlan,
  { reset, exactly }: { reset: ResetOverride; exactly?: boolean },
  context: CommandContext,
): Promise<BoxResult[]> {
  const total = plan.passes.length + plan.failures.length;
  const results: BoxResult[] = [];
  context.progress.show(`0 of ${total} boxes done`);
  const options = { by: "person", resetOverride: reset, exactly: exactly ?? false } as const;
  for await (const result of applyPlan(site, plan, options, context.signal)) {
    results.push(result);
    context.progress.done(`${result.serial ?? result.address}: ${result.outcome}`);
    context.progress.show(`${results.length} of ${total} boxes done`);
  }
  await recordResults(site, results, "person");
  return results;
}

function changing({ passes }: SitePlan): number {
  return passes.filter((one) => one.plan.steps.length > 0).length;
}
