import { readFile } from "node:fs/promises";
import { defineCommand } from "../command.ts";
import { resetOption } from "../reset-option.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync push` */
export const pushCommand = defineCommand({
  command: "push <file> <target>",
  describe: "put the lines of one license file on one box, with backup and proof; needs no pool",
  builder: (yargs) =>
    resetOption(yargs)
      .positional("file", { type: "string", demandOption: true, describe: "license file" })
      .positional("target", { type: "string", demandOption: true, describe: "address or serial number" })
      .option("licenses-only", {
        type: "boolean",
        default: false,
        describe: "take only the license lines out of a backup or a whole configuration",
      })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run({ file, target, licensesOnly, yes, reset }, context) {
    const { parseLicenseFile } = await import("../../license/license-file.ts");
    const entries = parseLicenseFile(await bytesOf(file), licensesOnly ? "license-lines" : undefined, file);
    return withSite(context, { keys: false }, async ({ site, config }) => {
      const { planSite } = await import("../../agent/reconcile/plan-site.ts");
      const { pushSite, refuseWholeFile } = await import("../../agent/reconcile/push-site.ts");
      const { pushedLines } = await import("../../agent/keys/pushed-lines.ts");
      const { openLookUp } = await import("../site/open-look-up.ts");
      const { parseTarget } = await import("../site/parse-target.ts");
      const { showResults } = await import("../show/show-results.ts");
      const { doPlan } = await import("../site/do-plan.ts");
      await using pool = await openLookUp(config, () => site.clock.now());
      const forBox = pushSite(site, pushedLines(file, entries, pool));
      const plan = await planSite(forBox, [parseTarget(target, site)], { resetOverride: reset }, context.signal);
      return showResults(context, await doPlan(forBox, refuseWholeFile(plan), { yes, reset }, context));
    });
  },
});

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    // For a folder the platform does not say which.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}
