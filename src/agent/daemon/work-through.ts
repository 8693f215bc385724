import { applyPlan } from "../reconcile/apply-plan.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import type { PlannedPass, SitePlan } from "../reconcile/plan-site.ts";
import type { Site } from "../reconcile/site.ts";
import { canaryVerdict, delivers, notTried } from "./canary.ts";

/**
 * Does the plans as the service does: boxes that nothing is put on at once, and of each profile first one box alone.
 * Yields a result a box as each ends.
 */
export async function* workThrough(site: Site, plan: SitePlan, signal: AbortSignal): AsyncGenerator<BoxResult> {
  const options = { by: "service" } as const;
  const quiet = plan.passes.filter((one) => !delivers(one));
  yield* applyPlan(site, { ...plan, passes: quiet }, options, signal);
  const rest: PlannedPass[] = [];
  for (const group of byProfile(plan.passes.filter(delivers))) {
    const first: BoxResult[] = [];
    for (;;) {
      const verdict = first.length === 0 ? { kind: "next-one-alone" as const } : canaryVerdict(first);
      const others = group.slice(first.length);
      if (verdict.kind === "stop") {
        site.log.error({ code: verdict.code, boxes: others.length }, "first boxes failed alike, delivery stopped");
        for (const one of others) yield await notTried(site, one, verdict.code);
        break;
      }
      const [next] = others;
      if (verdict.kind === "go-on" || next === undefined || signal.aborted) {
        rest.push(...others);
        break;
      }
      for await (const result of applyPlan(site, { ...plan, passes: [next], failures: [] }, options, signal)) {
        first.push(result);
        yield result;
      }
    }
  }
  yield* applyPlan(site, { ...plan, passes: rest, failures: [] }, options, signal);
}

function byProfile(passes: readonly PlannedPass[]): PlannedPass[][] {
  return [...Map.groupBy(passes, ({ box }) => box.identity.profile.id).values()];
}
