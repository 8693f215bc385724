import { defineCommand } from "../../command.ts";
import { parseCount } from "../../parse-count.ts";
import { UsageError } from "../../usage/usage-error.ts";
import { withAccount, withIssuer } from "./with-pool.ts";

/** `varsync pool issue-activation` */
export const issueActivationCommand = defineCommand({
  command: "issue-activation",
  describe: "issuer: make an activation key",
  builder: (yargs) =>
    withAccount(yargs)
      .option("type", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "license type, like PBX-Registrations",
      })
      .option("count", { type: "string", demandOption: true, requiresArg: true, describe: "how many licenses" })
      .option("also", {
        type: "string",
        array: true,
        default: [],
        describe: "a further type in the same key, TYPE=COUNT",
      }),
  async run({ type, count, also, account }, context) {
    const { issueActivationKey } = await import("../../../pool/operations/issue-activation-key.ts");
    const licenses = new Map([[type, parseCount(count, "--count")]]);
    for (const text of also) {
      const [other = "", number] = text.split("=");
      if (number === undefined) throw new UsageError(`--also ${text}: wanted is TYPE=COUNT`);
      if (licenses.has(other)) throw new UsageError(`--also ${text}: ${other} is named twice`);
      licenses.set(other, parseCount(number, `--also ${other}`));
    }
    return withIssuer(context, { account }, async (manager) => {
      const { activationKey } = await manager.call(issueActivationKey, { licenses: Object.fromEntries(licenses) });
      if (context.json) context.out.document({ activationKey });
      else context.out.text(activationKey);
      return 0;
    });
  },
});
