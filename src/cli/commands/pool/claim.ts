import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { accountOf, withAccount, withPool } from "./with-pool.ts";

/** `varsync pool claim` */
export const claimCommand = defineCommand({
  command: "claim <serial>",
  describe: "a box's predefined licenses to this account, for ever",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("serial", { type: "string", demandOption: true, describe: "serial number on the box's label" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run(args, context) {
    const { claim, claimable } = await import("../../../pool/ledger/claim.ts");
    const serial = parseSerialNumber(args.serial);
    return withPool(context, async (pool, config) => {
      const account = await accountOf(pool, config, args);
      const waiting = await claimable(pool, serial);
      if (waiting.length > 0 && !args.yes) {
        const what = waiting.map(({ type, count }) => `${type}=${count}`).join(", ");
        await context.confirm(`Assign ${what} of ${serial} to ${account.email}? Later only this account gets them.`);
      }
      return showLicenseKeys(context, await claim(pool, account, serial));
    });
  },
});
