import { defineCommand } from "../../../command.ts";
import { parseCount } from "../../../parse-count.ts";
import { UsageError } from "../../../usage/usage-error.ts";
import { withAccount, withManager } from "../with-pool.ts";

/** `varsync pool token create` */
export const tokenCreateCommand = defineCommand({
  command: "create",
  describe: "make a token for an agent; it is shown once",
  builder: (yargs) =>
    withAccount(yargs)
      .option("name", { type: "string", requiresArg: true, describe: "what the ledger calls it" })
      .option("scope", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "what it may do, with commas: read, claim, create",
      })
      .option("site", { type: "string", requiresArg: true, describe: "the site that it is for" })
      .option("serial", { type: "string", array: true, requiresArg: true, describe: "the boxes that it is for" })
      .option("expires", { type: "string", demandOption: true, requiresArg: true, describe: "30d, or a date" })
      .option("per-box", { type: "string", requiresArg: true, describe: "licenses that it may create a box and day" })
      .option("per-day", { type: "string", requiresArg: true, describe: "licenses that it may create in all a day" }),
  async run(args, context) {
    const { createToken } = await import("../../../../pool/operations/create-token.ts");
    const { scopes: known } = await import("../../../../pool/access/scope.ts");
    const scopes = args.scope.split(",").map((word) => {
      const scope = known.find((name) => name === word.trim());
      if (scope === undefined) throw new UsageError(`--scope ${word}: wanted are ${known.join(", ")}`);
      return scope;
    });
    const budget = (text: string | undefined, option: string) =>
      text === undefined ? undefined : parseCount(text, option, { from: 1, to: 1e9 });
    const { name, site, serial: serials, expires } = args;
    const [perBox, perDay] = [budget(args.perBox, "--per-box"), budget(args.perDay, "--per-day")];
    return withManager(context, args, async (manager) => {
      const made = await manager.call(createToken, { name, scopes, site, serials, expires, perBox, perDay });
      if (context.json) context.out.document(made);
      else context.out.text(made.token);
      return 0;
    });
  },
});
