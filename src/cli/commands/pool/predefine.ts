import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { parseCount } from "../../parse-count.ts";
import { withAccount, withPool } from "./with-pool.ts";

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
    const { resolveIssuer } = await import("../../../pool/access/account.ts");
    const { predefine } = await import("../../../pool/ledger/predefine.ts");
    const wanted = { serial: parseSerialNumber(serial), type, count: parseCount(count, "--count") };
    return withPool(context, async (pool) => {
      const predefined = await predefine(pool, await resolveIssuer(pool, account), wanted);
      if (context.json) context.out.document({ predefined });
      else context.out.text(`${predefined.type} ${predefined.count} waits for ${predefined.serial} to be claimed.`);
      return 0;
    });
  },
});
