import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withIssuer } from "./with-pool.ts";

/** `varsync pool replace` */
export const replaceCommand = defineCommand({
  command: "replace <old> <new>",
  describe: "issuer: exchange a defective box, all its keys to another serial number",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("old", { type: "string", demandOption: true, describe: "serial number of the defective box" })
      .positional("new", { type: "string", demandOption: true, describe: "serial number of the box in its place" })
      .option("why", { type: "string", demandOption: true, requiresArg: true, describe: "kept with the keys" }),
  async run(args, context) {
    const { replaceBox } = await import("../../../pool/operations/replace-box.ts");
    const { why } = args;
    const [serial, newSerial] = [parseSerialNumber(args.old), parseSerialNumber(args.new)];
    return withIssuer(context, args, async (manager) => {
      const { revoked, licenseKeys } = await manager.call(replaceBox, { serial, newSerial, why });
      if (!context.json) return showLicenseKeys(context, [...revoked, ...licenseKeys]);
      context.out.document({ revoked, licenseKeys });
      return 0;
    });
  },
});
