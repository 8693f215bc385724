import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool claim` */
export const claimCommand = defineCommand({
  command: "claim <serial>",
  describe: "a box's predefined licenses to this account, for ever",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("serial", { type: "string", demandOption: true, describe: "serial number on the box's label" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run(args, context) {
    const { claimPredefined } = await import("../../../pool/operations/claim-predefined.ts");
    const { listPredefined } = await import("../../../pool/operations/list-predefined.ts");
    const { showCaller } = await import("../../../pool/operations/show-caller.ts");
    const serial = parseSerialNumber(args.serial);
    return withManager(context, args, async (manager) => {
      // An agent's token that may claim need not be one that may look.
      const { predefined: waiting } = args.yes ? { predefined: [] } : await manager.call(listPredefined, { serial });
      if (waiting.length > 0) {
        const { account } = await manager.call(showCaller, {});
        const what = waiting.map(({ type, count }) => `${type}=${count}`).join(", ");
        await context.confirm(`Assign ${what} of ${serial} to ${account?.email}? Later only this account gets them.`);
      }
      return showLicenseKeys(context, (await manager.call(claimPredefined, { serial })).licenseKeys);
    });
  },
});
