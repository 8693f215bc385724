import type { Amount, Step } from "../plan/step.ts";
import type { BoxResult } from "./box-result.ts";
import type { BoxTarget } from "./box-target.ts";
import { conclude } from "./pass.ts";
import { type PlanSiteOptions, planSite } from "./plan-site.ts";
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
    const missing = new Set([
      ...plan.steps.flatMap(awaitedOf).map(amount),
      ...plan.shortfalls.map((shortfall) => shortfall.type),
    ]);
    const revoked = plan.steps.flatMap((step) => (step.kind === "remove" ? amount(step) : []));
    const differences = [
      ...(missing.size > 0 ? [`missing: ${[...missing].join(", ")}`] : []),
      ...(revoked.length > 0 ? [`revoked, to be removed: ${revoked.join(", ")}`] : []),
    ];
    if (differences.length === 0) return result;
    return { ...result, outcome: "differs" as const, waitingFor: differences.join("; ") };
  });
  return [...(await Promise.all(results)), ...failures];
}

function amount({ type, count }: Amount): string {
  return `${type}=${count}`;
}

/** What the step would bring onto the box, as far as that is known. */
function awaitedOf(step: Step): readonly Amount[] {
  if (step.kind === "deliver") return [step];
  return step.kind === "claim" ? (step.missing ?? []) : [];
}
