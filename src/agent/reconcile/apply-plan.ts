import type { BoxResult } from "./box-result.ts";
import { failedPass } from "./failed-pass.ts";
import { inParallel } from "./in-parallel.ts";
import { logBug } from "./log-bug.ts";
import { conclude, type PassOptions, pass } from "./pass.ts";
import type { PlannedPass, SitePlan } from "./plan-site.ts";
import { seekApproval } from "./seek-approval.ts";
import type { Site } from "./site.ts";
import type { SoFar } from "./so-far.ts";

/** Does the agreed plans, a bounded number of boxes at a time; yields a result a box as each ends. */
export async function* applyPlan(
  site: Site,
  plan: SitePlan,
  options: Omit<PassOptions, "sweep" | "approved" | "soFar">,
  signal: AbortSignal,
): AsyncGenerator<BoxResult> {
  const one = async (planned: PlannedPass) => {
    const { box, plan: agreed, approved = false, removalOpen } = planned;
    const began = performance.now();
    const soFar: SoFar = { installed: box.installed };
    const told = await resultOf(site, planned, soFar, async () => {
      // What an earlier run began, and never sent, is forgotten under the box's lock.
      const result = await (agreed.steps.length === 0 && !removalOpen
        ? conclude(site, box, agreed, { changed: false })
        : pass(site, agreed, { ...options, approved, soFar, sweep: plan.sweep }, signal));
      return options.by === "service" ? seekApproval(site, planned, result, signal) : result;
    });
    site.events.passEnded(told, planned.readMs + performance.now() - began);
    return told;
  };
  yield* inParallel(plan.passes, site.parallel, one, signal);
  yield* plan.failures;
}

async function resultOf(
  site: Site,
  planned: PlannedPass,
  soFar: SoFar,
  work: () => Promise<BoxResult>,
): Promise<BoxResult> {
  try {
    return await work();
  } catch (error) {
    logBug(site.log, error);
    return failedPass(site, planned, error, soFar);
  }
}
