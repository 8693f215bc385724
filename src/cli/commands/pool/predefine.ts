import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { parseCount } from "../../parse-count.ts";
import { withAccount, withIssuer } from "./with-pool.ts";

/** `varsync pool predefine` */
export const predefineCommand = defineCommand({
  command: "predefine",
  describe: "issuer: a hardware license that waits for its box",
  builder: (yargs) =>
    withAccount(yargs)
      .option("serial", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "serial number on the box's label",
      })
      .option("type", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "license type, like Relay-BRIs",
      })
      .option("count", { type: "string", demandOption: true, requiresArg: true, describe: "how many licenses" }),
  async run({ serial, type, count, account }, context) {
    const { predefineLicense } = await import("../../../pool/operations/predefine-license.ts");
    const wanted = { serial: parseSerialNumber(serial), type, count: parseCount(count, "--count") };
    return withIssuer(context, { account }, async (manager) => {
      const { predefined } = await manager.call(predefineLicense, wanted);
      if (context.json) context.out.document({ predefined });
      else context.out.text(`${predefined.type} ${predefined.count} waits for ${predefined.serial} to be claimed.`);
      return 0;
    });
  },
});
