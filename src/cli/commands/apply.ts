import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import type { SitePlan } from "../../agent/reconcile/plan-site.ts";
import type { Site } from "../../agent/reconcile/site.ts";
import { defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";
import { withSite } from "../site/with-site.ts";
import { UsageError } from "../usage-error.ts";
import { type ResetOverride, resetOption } from "./reset-option.ts";

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
    const { readPlanFile } = await import("../site/read-plan-file.ts");
    const filed = file === undefined ? undefined : await readPlanFile(file);
    return withSite(context, { keys: true }, async ({ site }) => {
      const { planSite } = await import("../../agent/reconcile/plan-site.ts");
      const { targetsOf } = await import("../site/targets-of.ts");
      const { showResults } = await import("../show/show-results.ts");
      const { agreeOnFile } = await import("../site/agree-on-file.ts");
      const targets = filed ? filed.map(({ serial }) => ({ serial })) : await targetsOf(site, target);
      const onBox = (done: number, total: number) => context.progress.show(`planning: ${done} of ${total} boxes`);
      const planned = await planSite(site, targets, { resetOverride: reset, onBox }, context.signal);
      const { agreed, refused } = filed ? agreeOnFile(planned, filed) : { agreed: planned, refused: [] };
      const results = await doPlan(site, agreed, { yes, reset, exactly: filed !== undefined }, context);
      return showResults(context, [...results, ...refused]);
    });
  },
});

/** Shows the plan, asks unless told not to, and does it. Where there is nothing to do nobody is asked. */
export async function doPlan(
  site: Site,
  plan: SitePlan,
  { yes, reset, exactly }: { yes: boolean; reset: ResetOverride; exactly?: boolean },
  context: CommandContext,
): Promise<BoxResult[]> {
  const { applyPlan } = await import("../../agent/reconcile/apply-plan.ts");
  const { showPlans } = await import("../show/show-plans.ts");
  const { createOutput } = await import("../output.ts");
  const total = plan.passes.filter((one) => one.plan.steps.length > 0).length;
  if (total > 0) {
    // stdout belongs to the document.
    const out = context.json ? createOutput(process.stderr) : context.out;
    if (!context.json || !yes) await showPlans({ ...context, out }, plan);
    if (!yes) await context.confirm(`Do this to ${total} ${total === 1 ? "box" : "boxes"}?`);
  }
  const results: BoxResult[] = [];
  context.progress.show(`0 of ${total} boxes done`);
  const options = { by: "person", resetOverride: reset, exactly: exactly ?? false } as const;
  for await (const result of applyPlan(site, plan, options, context.signal)) {
    results.push(result);
    context.progress.done(`${result.serial ?? result.address}: ${result.outcome}`);
    context.progress.show(`${results.length} of ${plan.passes.length + plan.failures.length} boxes done`);
  }
  return results;
}
