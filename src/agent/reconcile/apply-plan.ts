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
  const one = ({ box, plan: agreed }: PlannedPass) =>
    resultOf(site, agreed, async () =>
      agreed.steps.length === 0
        ? conclude(site, box, agreed, { changed: false })
        : pass(site, agreed, { ...options, sweep: plan.sweep }, signal),
    );
  yield* inParallel(plan.passes, site.parallel, one, signal);
  yield* plan.failures;
}

async function resultOf(site: Site, box: PlannedPass["plan"], work: () => Promise<BoxResult>): Promise<BoxResult> {
  try {
    return await work();
  } catch (error) {
    logBug(site.log, error);
    return { ...failed(error, box), warnings: box.warnings };
  }
}
