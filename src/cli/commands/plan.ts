import { defineCommand } from "../command.ts";
import { exitCode, exitCodeOf } from "../exit-code.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync plan` */
export const planCommand = defineCommand({
  command: "plan [target..]",
  describe: "show what would be done to which box, and what it costs; changes nothing",
  builder: (yargs) =>
    yargs
      .positional("target", {
        type: "string",
        array: true,
        describe: "address or serial number; none = every enrolled box",
      })
      .option("out", { type: "string", requiresArg: true, describe: "write the plan to this file, for apply --plan" }),
  async run({ target = [], out: file }, context) {
    const { planSite } = await import("../../agent/reconcile/plan-site.ts");
    const { targetsOf } = await import("../site/targets-of.ts");
    const { mayBeWritten, writePlanFile } = await import("../site/plan-file.ts");
    const { planDocument, showPlans } = await import("../show/show-plans.ts");
    if (file !== undefined) await mayBeWritten(file);
    return withSite(context, { keys: true }, async ({ site }) => {
      const onBox = (done: number, total: number) => context.progress.show(`planning: ${done} of ${total} boxes`);
      const plan = await planSite(site, await targetsOf(site, target), { onBox }, context.signal);
      const document = planDocument(plan);
      if (file !== undefined) await writePlanFile(file, document);
      if (context.json) context.out.document(document);
      else {
        await showPlans(context, plan);
        if (file !== undefined) context.out.text(`Written to ${file}; varsync apply --plan ${file} does exactly this.`);
      }
      if (plan.failures.length > 0)
        return exitCodeOf([...plan.passes.map(() => ({ outcome: "in-step" })), ...plan.failures]);
      const differs = plan.passes.some(({ plan: one }) => one.steps.length + one.shortfalls.length > 0);
      return differs ? exitCode.differs : exitCode.done;
    });
  },
});
