import type { Amount, Step } from "../plan/step.ts";
import type { BoxResult } from "./box-result.ts";
import { conclude } from "./pass.ts";
import { type PlanSiteOptions, planSite } from "./plan-site.ts";
import type { BoxTarget } from "./prepare.ts";
import type { Site } from "./site.ts";

/** Installed and effective, against the target; changes nothing and spends nothing. */
export async function verifySite(
  site: Site,
  targets: readonly BoxTarget[],
  options: PlanSiteOptions,
  signal: AbortSignal,
): Promise<BoxResult[]> {
  const { passes, failures } = await planSite(site, targets, options, signal);
  const results = passes.map(async ({ box, plan }) => {
    const result = await conclude(site, box, plan, { changed: false });
    const missing = plan.steps.flatMap(awaitedOf).map(({ type, count }) => `${type}=${count}`);
    if (missing.length + plan.shortfalls.length === 0) return result;
    const names = new Set([...missing, ...plan.shortfalls.map((shortfall) => shortfall.type)]);
    return { ...result, outcome: "differs" as const, waitingFor: `missing: ${[...names].join(", ")}` };
  });
  return [...(await Promise.all(results)), ...failures];
}

/** What the step would bring onto the box, as far as that is known. */
function awaitedOf(step: Step): readonly Amount[] {
  if (step.kind === "deliver") return [step];
  return step.kind === "claim" ? (step.missing ?? []) : [];
}
