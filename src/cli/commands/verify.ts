import { defineCommand } from "../command.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync verify` */
export const verifyCommand = defineCommand({
  command: "verify [target..]",
  describe: "check that the licenses are installed and in effect; changes nothing, spends nothing",
  builder: (yargs) =>
    yargs.positional("target", {
      type: "string",
      array: true,
      describe: "address or serial number; none = every enrolled box",
    }),
  async run({ target = [] }, context) {
    const { verifySite } = await import("../../agent/reconcile/verify-site.ts");
    const { recordResults } = await import("../../agent/reconcile/record-results.ts");
    const { targetsOf } = await import("../site/targets-of.ts");
    const { showResults } = await import("../show/show-results.ts");
    return withSite(context, { keys: true }, async ({ site }) => {
      const onBox = (done: number, total: number) => context.progress.show(`reading boxes: ${done} of ${total}`);
      const results = await verifySite(site, await targetsOf(site, target), { onBox }, context.signal);
      await recordResults(site, results, "verify");
      return showResults(context, results);
    });
  },
});
