import { costOf } from "../plan/allot.ts";
import { withoutSpending } from "../plan/restrict.ts";
import { whyApproval } from "../reconcile/pass.ts";
import type { PlannedPass, SitePlan } from "../reconcile/plan-site.ts";
import type { Site } from "../reconcile/site.ts";

/**
 * Takes out of the plans what needs a person's approval and has none; what exists already is still delivered. Boxes are
 * served at the same time, so today's budget is shared out before. Approvals of what is no longer planned are taken back.
 */
export async function withinBudget(site: Site, plan: SitePlan): Promise<SitePlan> {
  // Nothing will be done, so nobody is asked.
  if (await site.self.whyStandsBack()) return plan;
  const { approvals } = site.journal;
  const pending = await approvals.pending();
  const passes: PlannedPass[] = [];
  let reserved = 0;
  const reserve = (one: PlannedPass) => {
    for (const count of costOf([one.plan]).values()) reserved += count;
  };
  for (const one of plan.passes) {
    const { serial, basis, steps } = one.plan;
    const why = steps.length === 0 ? undefined : await whyApproval(site, one.plan, reserved);
    if (why === undefined) {
      // While the pool is away nobody knows whether what was asked for still holds.
      if (pending.has(serial) && !one.plan.poolAway) await approvals.settle(serial, undefined);
      passes.push(one);
      reserve(one);
    } else if (await approvals.isApproved(serial, basis, site.clock.now())) {
      passes.push({ ...one, approved: true });
      reserve(one);
    } else passes.push({ ...one, plan: withoutSpending(one.plan), withheld: { why, whole: one.plan } });
  }
  return { ...plan, passes };
}
