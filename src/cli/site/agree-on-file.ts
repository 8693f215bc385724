import { restrictTo } from "../../agent/plan/restrict.ts";
import { type BoxResult, failed } from "../../agent/reconcile/box-result.ts";
import type { PlannedPass, SitePlan } from "../../agent/reconcile/plan-site.ts";
import { StalePlanError } from "../../agent/reconcile/stale-plan-error.ts";
import type { FiledPlan } from "./plan-file.ts";

/** Splits what was planned now into boxes for which the file still holds, and those that it no longer fits. */
export function agreeOnFile(
  planned: SitePlan,
  filed: readonly FiledPlan[],
): { readonly agreed: SitePlan; readonly refused: readonly BoxResult[] } {
  const bySerial = new Map(filed.map((plan) => [plan.serial, plan]));
  const passes: PlannedPass[] = [];
  const refused: BoxResult[] = [];
  for (const one of planned.passes) {
    const { box, plan } = one;
    const file = bySerial.get(plan.serial);
    if (file?.basis === plan.basis) passes.push({ ...one, plan: restrictTo(file.spending, plan) });
    else refused.push({ ...failed(new StalePlanError(), plan), installed: box.installed });
  }
  return { agreed: { ...planned, passes }, refused };
}
