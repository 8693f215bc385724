import { defineCommand } from "../../command.ts";
import { showTransfers } from "./show-transfers.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool transfer` */
export const transferCommand = defineCommand({
  command: "transfer <activation-key>",
  describe: "offer what is unspent of an activation key to another account",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("activation-key", { type: "string", demandOption: true, describe: "one of this account's" })
      .option("to", { type: "string", demandOption: true, requiresArg: true, describe: "its e-mail address" }),
  async run(args, context) {
    const { offerTransfer } = await import("../../../pool/operations/offer-transfer.ts");
    const { activationKey, to } = args;
    return withManager(context, args, async (manager) =>
      showTransfers(context, await manager.call(offerTransfer, { activationKey, to })),
    );
  },
});
