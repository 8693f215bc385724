import type { Approval } from "../../agent/journal/approvals.ts";
import { restrictTo, spendingOf } from "../../agent/plan/restrict.ts";
import type { PlannedPass, SitePlan } from "../../agent/reconcile/plan-site.ts";

/** What is left of the approvals once the boxes were read again. */
export interface Agreement {
  readonly agreed: SitePlan;
  /** Approvals that still hold. */
  readonly valid: readonly Approval[];
  /** Boxes that changed since they were asked for, or of which nobody can say while the pool is away. */
  readonly refused: readonly PlannedPass[];
}

/** Splits what was planned now into boxes for which the approval still holds, and those that it no longer fits. */
export function agreeOnApprovals(planned: SitePlan, approvals: readonly Approval[]): Agreement {
  const passes: PlannedPass[] = [];
  const valid: Approval[] = [];
  const refused: PlannedPass[] = [];
  for (const one of planned.passes) {
    const { plan } = one;
    const approval = approvals.find(({ serial, basis }) => serial === plan.serial && basis === plan.basis);
    if (approval === undefined) {
      refused.push(one);
      continue;
    }
    valid.push(approval);
    passes.push({ ...one, plan: restrictTo(spendingOf(approval.steps), plan) });
  }
  return { agreed: { ...planned, passes }, valid, refused };
}
