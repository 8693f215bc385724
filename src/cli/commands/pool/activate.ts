import { defineCommand } from "../../command.ts";
import { showBalance } from "./balance.ts";
import { accountOf, withAccount, withPool } from "./with-pool.ts";

/** `varsync pool activate` */
export const activateCommand = defineCommand({
  command: "activate <key..>",
  describe: "add activation keys to the balance, all or none",
  builder: (yargs) =>
    withAccount(yargs).positional("key", { type: "string", array: true, demandOption: true, describe: "ACT-1-…" }),
  async run(args, context) {
    const { activate } = await import("../../../pool/ledger/activate.ts");
    return withPool(context, async (pool, config) => {
      const balance = await activate(pool, await accountOf(pool, config, args), args.key);
      if (!context.json)
        context.out.text(
          `Added ${args.key.length === 1 ? "the activation key" : `${args.key.length} activation keys`}.\n`,
        );
      return showBalance(context, balance);
    });
  },
});
