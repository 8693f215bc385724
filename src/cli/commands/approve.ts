import type { Approval } from "../../agent/journal/approvals.ts";
import type { BoxPlan } from "../../agent/plan/step.ts";
import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import { defineCommand } from "../command.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync approve` */
export const approveCommand = defineCommand({
  command: "approve <id..>",
  describe: "say yes to what waits for a person: shows it, asks, does it; outside the window the service does it then",
  builder: (yargs) =>
    yargs
      .positional("id", { type: "string", array: true, demandOption: true, describe: "as varsync approvals lists it" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run({ id: ids, yes }, context) {
    return withSite(context, { keys: true }, async ({ site }) => {
      const { failedPass } = await import("../../agent/reconcile/failed-pass.ts");
      const { StalePlanError } = await import("../../agent/reconcile/stale-plan-error.ts");
      const { PoolAwayError } = await import("../approval/pool-away-error.ts");
      const { planSite } = await import("../../agent/reconcile/plan-site.ts");
      const { findOpen } = await import("../approval/find-open.ts");
      const { agreeOnApprovals } = await import("../approval/agree-on-approvals.ts");
      const { decide } = await import("../approval/decide.ts");
      const { postponed } = await import("../approval/postponed.ts");
      const { agreeOnPlan, doAgreed } = await import("../site/do-plan.ts");
      const { showResults } = await import("../show/show-results.ts");
      const asked = await findOpen(site.journal.approvals, ids, site.clock.now());
      const targets = asked.map(({ serial }) => ({ serial }));
      const planned = await planSite(site, targets, {}, context.signal);
      const { agreed, valid, refused } = agreeOnApprovals(planned, asked);
      for (const { plan } of refused) {
        if (!plan.poolAway) await site.journal.approvals.settle(plan.serial, undefined);
      }
      await agreeOnPlan(agreed, { yes }, context);
      const approvals: Approval[] = [];
      const until = new Date(site.clock.now().getTime() + site.approvalsExpireMs);
      for (const open of valid) {
        const decision = { verdict: "approved", expiresAt: until } as const;
        approvals.push(await decide(site.journal, open, decision, site.clock.now()));
      }
      const now = site.inWindow(site.clock.now());
      const did: readonly BoxResult[] = now
        ? await doAgreed(site, agreed, { reset: undefined, exactly: true }, context)
        : [...(await postponed(site, agreed)), ...agreed.failures];
      const why = ({ poolAway }: BoxPlan) => (poolAway ? new PoolAwayError() : new StalePlanError());
      const told = refused.map((one) => failedPass(site, one, why(one.plan)));
      const results = [...did, ...(await Promise.all(told))];
      const code = await showResults({ ...context, with: { approvals } }, results);
      if (!context.json && !now && valid.length > 0) {
        context.out.text("The service does it in its window (policy.window); varsync apply SERIAL does it now.");
      }
      return code;
    });
  },
});
