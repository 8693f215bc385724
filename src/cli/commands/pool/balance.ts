import type { Balance } from "../../../pool/ledger/balance.ts";
import { defineCommand } from "../../command.ts";
import type { CommandContext } from "../../command-context.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool balance` */
export const balanceCommand = defineCommand({
  command: "balance",
  describe: "licenses loaded, used and left, by type",
  builder: withAccount,
  async run(args, context) {
    const { showBalance } = await import("../../../pool/operations/show-balance.ts");
    const { showOffers } = await import("./show-offers.ts");
    return withManager(context, args, async (manager) => {
      const code = await printBalance(context, (await manager.call(showBalance, {})).balance);
      if (!context.json) await showOffers(context.out, manager);
      return code;
    });
  },
});

/** Prints a balance the way that is asked for. Answers exit code 0. */
export async function printBalance({ json, out }: CommandContext, balance: readonly Balance[]): Promise<number> {
  if (json) out.document({ balance });
  else if (balance.length === 0) out.text("The balance is empty; varsync pool activate adds activation keys.");
  else {
    const number = (heading: string) => ({ heading, align: "right" as const });
    const rows = balance.map(({ type, loaded, used, left }) => [type, String(loaded), String(used), String(left)]);
    await out.table([{ heading: "Type" }, number("Loaded"), number("Used"), number("Left")], rows);
  }
  return 0;
}
