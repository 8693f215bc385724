import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool assign` */
export const assignCommand = defineCommand({
  command: "assign <key-id> <serial>",
  describe: "give a license key that was made without a serial number to a box, once",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("key-id", { type: "string", demandOption: true, describe: "as pool keys --json shows it" })
      .positional("serial", { type: "string", demandOption: true, describe: "serial number of the box" }),
  async run(args, context) {
    const { assignLicenseKey } = await import("../../../pool/operations/assign-license-key.ts");
    const serial = parseSerialNumber(args.serial);
    return withManager(context, args, async (manager) =>
      showLicenseKeys(context, (await manager.call(assignLicenseKey, { id: args.keyId, serial })).licenseKeys),
    );
  },
});
