import { defineCommand } from "../../command.ts";
import { everyItem } from "./every-page.ts";
import { showTransfers } from "./show-transfers.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool transfers` */
export const transfersCommand = defineCommand({
  command: "transfers",
  describe: "activation keys on their way from or to this account",
  builder: withAccount,
  async run(args, context) {
    const { listTransfers } = await import("../../../pool/operations/list-transfers.ts");
    return withManager(context, args, async (manager) => {
      const transfers = await everyItem(
        (page) => manager.call(listTransfers, page),
        (page) => page.transfers,
      );
      return showTransfers(context, { transfers });
    });
  },
});
