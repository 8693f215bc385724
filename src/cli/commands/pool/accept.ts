import { defineCommand } from "../../command.ts";
import { showTransfers } from "./show-transfers.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool accept` */
export const acceptCommand = defineCommand({
  command: "accept <id>",
  describe: "take what is unspent of an offered activation key into the balance",
  builder: (yargs) =>
    withAccount(yargs).positional("id", { type: "string", demandOption: true, describe: "as pool transfers shows it" }),
  async run(args, context) {
    const { acceptTransfer } = await import("../../../pool/operations/accept-transfer.ts");
    return withManager(context, args, async (manager) =>
      showTransfers(context, await manager.call(acceptTransfer, { id: args.id })),
    );
  },
});
