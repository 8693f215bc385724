import type { BoxPlan, Step } from "./step.ts";

/**
 * The fresh plan, reduced to what a person agreed to: a creation that the agreed plan did not have, because the balance
 * was short then, is not made now.
 */
export function restrictTo(agreed: BoxPlan, fresh: BoxPlan): BoxPlan {
  const types = new Set(agreed.steps.flatMap((step) => (step.kind === "create-key" ? [step.type] : [])));
  const allowed = (step: Step) =>
    !(step.kind === "create-key" || (step.kind === "deliver" && step.from === "create-key")) || types.has(step.type);
  const steps = fresh.steps.filter(allowed);
  const reset = fresh.resetOutstanding || steps.some((step) => step.kind === "deliver");
  return {
    ...fresh,
    steps: reset ? steps : steps.filter((step) => step.kind !== "reset"),
    shortfalls: agreed.shortfalls,
  };
}
