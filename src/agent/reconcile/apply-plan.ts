import { type BoxResult, failed } from "./box-result.ts";
import { inParallel } from "./in-parallel.ts";
import { logBug } from "./log-bug.ts";
import { conclude, type PassOptions, pass } from "./pass.ts";
import type { PlannedPass, SitePlan } from "./plan-site.ts";
import type { Site } from "./site.ts";

/** Does the agreed plans, a bounded number of boxes at a time; yields a result a box as each ends. */
export async function* applyPlan(
  site: Site,
  plan: SitePlan,
  options: Omit<PassOptions, "sweep">,
  signal: AbortSignal,
): AsyncGenerator<BoxResult> {
  const one = async ({ box, plan: agreed, approval }: PlannedPass) => {
    const result = await resultOf(site, agreed, async () =>
      agreed.steps.length === 0
        ? conclude(site, box, agreed, { changed: false })
        : pass(site, agreed, { ...options, sweep: plan.sweep }, signal),
    );
    return approval === undefined ? result : waitingForApproval(result, approval);
  };
  yield* inParallel(plan.passes, site.parallel, one, signal);
  yield* plan.failures;
}

/** What was done besides is kept; what failed stays failed. */
function waitingForApproval(result: BoxResult, waitingFor: string): BoxResult {
  return result.outcome === "failed" ? result : { ...result, outcome: "waiting-for-approval", waitingFor };
}

async function resultOf(site: Site, box: PlannedPass["plan"], work: () => Promise<BoxResult>): Promise<BoxResult> {
  try {
    return await work();
  } catch (error) {
    logBug(site.log, error);
    return { ...failed(error, box), warnings: box.warnings };
  }
}
