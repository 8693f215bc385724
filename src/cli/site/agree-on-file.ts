import { restrictTo } from "../../agent/plan/restrict.ts";
import type { PlannedPass, SitePlan } from "../../agent/reconcile/plan-site.ts";
import type { FiledPlan } from "./plan-file.ts";

/** Splits what was planned now into boxes for which the file still holds, and those that it no longer fits. */
export function agreeOnFile(
  planned: SitePlan,
  filed: readonly FiledPlan[],
): { readonly agreed: SitePlan; readonly refused: readonly PlannedPass[] } {
  const bySerial = new Map(filed.map((plan) => [plan.serial, plan]));
  const passes: PlannedPass[] = [];
  const refused: PlannedPass[] = [];
  for (const one of planned.passes) {
    const { plan } = one;
    const file = bySerial.get(plan.serial);
    if (file?.basis === plan.basis) passes.push({ ...one, plan: restrictTo(file.spending, plan) });
    else refused.push(one);
  }
  return { agreed: { ...planned, passes }, refused };
}
