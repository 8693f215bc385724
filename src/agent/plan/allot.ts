import { type BoxPlan, type Step, withPoint } from "./step.ts";

/**
 * Goes through the plans in order and takes from each what the balance has no more licenses for: a type gets all or
 * nothing, and what it lacks becomes a shortfall of that box.
 * @param left licenses left by type
 */
export function allot(plans: readonly BoxPlan[], left: ReadonlyMap<string, number>): BoxPlan[] {
  const remaining = new Map(left);
  return plans.map((plan) => {
    const short = new Map<string, string>();
    for (const step of plan.steps) {
      if (step.kind !== "create-key") continue;
      const have = remaining.get(step.type) ?? 0;
      if (have < step.count) short.set(step.type, `${step.count} ${step.type} are to be created, ${have} are left`);
      else remaining.set(step.type, have - step.count);
    }
    return short.size === 0 ? plan : withoutTypes(plan, short);
  });
}

/** The plan without the creations of these types, which become shortfalls with the given messages. */
function withoutTypes(plan: BoxPlan, short: ReadonlyMap<string, string>): BoxPlan {
  const isShort = (step: Step) =>
    (step.kind === "create-key" || (step.kind === "deliver" && step.from === "create-key")) && short.has(step.type);
  const steps = plan.steps.filter((step) => !isShort(step));
  return {
    ...plan,
    steps: withPoint(steps, plan.resetOutstanding),
    shortfalls: [
      ...plan.shortfalls,
      ...[...short].map(([type, message]) => ({ code: "short-of-licenses", type, message }) as const),
    ],
    needsPerson: plan.needsPerson && steps.some((step) => step.kind === "create-key"),
  };
}

/** What the plans cost from the balance, by type. */
export function costOf(plans: readonly BoxPlan[]): Map<string, number> {
  const cost = new Map<string, number>();
  for (const step of plans.flatMap((plan) => plan.steps)) {
    if (step.kind === "create-key") cost.set(step.type, (cost.get(step.type) ?? 0) + step.count);
  }
  return cost;
}
