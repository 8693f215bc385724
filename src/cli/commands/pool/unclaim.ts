import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withIssuer } from "./with-pool.ts";

/** `varsync pool unclaim` */
export const unclaimCommand = defineCommand({
  command: "unclaim <serial>",
  describe: "issuer: undo the claim of a box's predefined licenses; their keys are revoked",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("serial", { type: "string", demandOption: true })
      .option("why", { type: "string", demandOption: true, requiresArg: true, describe: "for the ledger" }),
  async run(args, context) {
    const { unclaimPredefined } = await import("../../../pool/operations/unclaim-predefined.ts");
    const serial = parseSerialNumber(args.serial);
    return withIssuer(context, args, async (manager) =>
      showLicenseKeys(context, (await manager.call(unclaimPredefined, { serial, why: args.why })).licenseKeys),
    );
  },
});
