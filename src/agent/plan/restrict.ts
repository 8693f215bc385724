import type { BoxPlan, Step } from "./step.ts";

/** The license types that a plan creates keys of. */
export function createdTypes(plan: BoxPlan): ReadonlySet<string> {
  return new Set(plan.steps.flatMap((step) => (step.kind === "create-key" ? [step.type] : [])));
}

/**
 * The fresh plan, reduced to what a person agreed to: a creation that the agreed plan did not have, because the balance
 * was short then, is not made now.
 * @param types the license types that may be created
 */
export function restrictTo(types: ReadonlySet<string>, fresh: BoxPlan): BoxPlan {
  const isCreation = (step: Step) =>
    step.kind === "create-key" || (step.kind === "deliver" && step.from === "create-key");
  const allowed = (step: Step) => !isCreation(step) || !("type" in step) || types.has(step.type);
  const steps = fresh.steps.filter(allowed);
  const reset = fresh.resetOutstanding || steps.some((step) => step.kind === "deliver");
  return { ...fresh, steps: reset ? steps : steps.filter((step) => step.kind !== "reset") };
}
