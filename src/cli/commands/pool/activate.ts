import { defineCommand } from "../../command.ts";
import { printBalance } from "./balance.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool activate` */
export const activateCommand = defineCommand({
  command: "activate <key..>",
  describe: "add activation keys to the balance, all or none",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("key", { type: "string", array: true, demandOption: true, describe: "ACT-1-…" })
      .option("request-id", {
        type: "string",
        requiresArg: true,
        describe: "the same id may come again: the keys are added once",
      }),
  async run(args, context) {
    const { addActivationKeys } = await import("../../../pool/operations/add-activation-keys.ts");
    return withManager(context, args, async (manager) => {
      const { balance } = await manager.call(addActivationKeys, {
        activationKeys: args.key,
        requestId: args.requestId,
      });
      if (!context.json)
        context.out.text(
          `Added ${args.key.length === 1 ? "the activation key" : `${args.key.length} activation keys`}.\n`,
        );
      return printBalance(context, balance);
    });
  },
});
