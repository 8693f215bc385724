import { defineCommand } from "../command.ts";
import { resetOption } from "../reset-option.ts";
import { withSite } from "../site/with-site.ts";
import { UsageError } from "../usage/usage-error.ts";

/** `varsync apply` */
export const applyCommand = defineCommand({
  command: "apply [target..]",
  describe: "do what plan shows: get the missing keys, install them, reset by policy, prove it",
  builder: (yargs) =>
    resetOption(yargs)
      .positional("target", {
        type: "string",
        array: true,
        describe: "address or serial number; none = every enrolled box",
      })
      .option("all", { type: "boolean", default: false, describe: "every enrolled box" })
      .option("plan", { type: "string", requiresArg: true, describe: "exactly the plan in this file" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask; without a target only with --all" }),
  async run({ target = [], all, plan: file, yes, reset }, context) {
    if (all && target.length > 0) throw new UsageError("--all means every box: name targets, or --all, not both");
    if (file !== undefined && (all || target.length > 0)) {
      throw new UsageError("--plan names its boxes itself: leave out targets and --all");
    }
    if (yes && target.length === 0 && !all && file === undefined) {
      throw new UsageError("--yes without a target also wants --all, so that nobody changes every box by accident");
    }
    const { readPlanFile } = await import("../site/plan-file.ts");
    const filed = file === undefined ? undefined : await readPlanFile(file);
    return withSite(context, { keys: true }, async ({ site }) => {
      const { failedPass } = await import("../../agent/reconcile/failed-pass.ts");
      const { StalePlanError } = await import("../../agent/reconcile/stale-plan-error.ts");
      const { planSite } = await import("../../agent/reconcile/plan-site.ts");
      const { targetsOf } = await import("../site/targets-of.ts");
      const { showResults } = await import("../show/show-results.ts");
      const { doPlan } = await import("../site/do-plan.ts");
      const { agreeOnFile } = await import("../site/agree-on-file.ts");
      const targets = filed ? filed.map(({ serial }) => ({ serial })) : await targetsOf(site, target);
      const onBox = (done: number, total: number) => context.progress.show(`planning: ${done} of ${total} boxes`);
      const planned = await planSite(site, targets, { resetOverride: reset, onBox }, context.signal);
      const { agreed, refused } = filed ? agreeOnFile(planned, filed) : { agreed: planned, refused: [] };
      const results = await doPlan(site, agreed, { yes, reset, exactly: filed !== undefined }, context);
      const stale = refused.map((one) => failedPass(site, one, new StalePlanError()));
      return showResults(context, [...results, ...(await Promise.all(stale))]);
    });
  },
});
