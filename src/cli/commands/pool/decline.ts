import { defineCommand } from "../../command.ts";
import { showTransfers } from "./show-transfers.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool decline` */
export const declineCommand = defineCommand({
  command: "decline <id>",
  describe: "decline a transfer, or withdraw one",
  builder: (yargs) =>
    withAccount(yargs).positional("id", { type: "string", demandOption: true, describe: "as pool transfers shows it" }),
  async run(args, context) {
    const { declineTransfer } = await import("../../../pool/operations/decline-transfer.ts");
    return withManager(context, args, async (manager) =>
      showTransfers(context, await manager.call(declineTransfer, { id: args.id })),
    );
  },
});
