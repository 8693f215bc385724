import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { accountOf, withAccount, withPool } from "./with-pool.ts";

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
    const { licenseFile } = await import("../../../pool/ledger/license-file.ts");
    const serial = parseSerialNumber(args.serial);
    return withPool(context, async (pool, config) => {
      const text = await licenseFile(pool, await accountOf(pool, config, args), serial);
      if (context.json) context.out.document({ serial, lines: text.split("\r\n").slice(0, -1) });
      else context.out.raw(text);
      return 0;
    });
  },
});
