import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool file` */
export const fileCommand = defineCommand({
  command: "file <serial>",
  describe: "the license file of a box: its active keys, a line each",
  builder: (yargs) =>
    withAccount(yargs).positional("serial", {
      type: "string",
      demandOption: true,
      describe: "serial number of the box",
    }),
  async run(args, context) {
    const { showLicenseFile } = await import("../../../pool/operations/show-license-file.ts");
    const { byteText, readable } = await import("../../../license/byte-text.ts");
    const { splitLines } = await import("../../../license/license-file.ts");
    const serial = parseSerialNumber(args.serial);
    return withManager(context, args, async (manager) => {
      const text = await manager.call(showLicenseFile, { serial });
      const bytes = Buffer.from(text, "latin1");
      if (!context.json) context.out.raw(bytes);
      else {
        const lines = splitLines(byteText(bytes)).filter((line) => line !== "");
        context.out.document({ serial, lines: lines.map(readable) });
      }
      return 0;
    });
  },
});
