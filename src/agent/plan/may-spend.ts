import type { PlanPolicy } from "./plan-input.ts";
import type { BoxPlan } from "./step.ts";

/** Licenses created today, by the pool's clock: for the box, and in all. */
export interface SpentToday {
  readonly box: number;
  readonly day: number;
}

/**
 * Why the service must wait for a person before it spends what the plan costs; `undefined` when it may go on.
 * One-shot commands do not ask this: there a person has seen the plan.
 */
export function whyApprovalIsNeeded(plan: BoxPlan, policy: PlanPolicy, spent: SpentToday): string | undefined {
  const claims = plan.steps.some((step) => step.kind === "claim");
  if (claims && policy.claim === "ask") return "policy.claim is ask: a person must claim the predefined licenses";
  const cost = plan.steps.reduce((all, step) => all + (step.kind === "create-key" ? step.count : 0), 0);
  if (cost === 0) return undefined;
  if (plan.needsPerson)
    return "a portable key under another serial number is on the box; creating more of it needs a person";
  if (typeof policy.create === "string")
    return `policy.create is ${policy.create}: a person must create ${cost} licenses`;
  if (spent.box + cost > policy.create.perBox) {
    return `${cost} licenses and ${spent.box} of today are more than the ${policy.create.perBox} a box and day`;
  }
  if (spent.day + cost > policy.create.perDay) {
    return `${cost} licenses and ${spent.day} of today are more than the ${policy.create.perDay} a day`;
  }
  return undefined;
}
