import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { UsageError } from "../../usage/usage-error.ts";
import { everyItem } from "./every-page.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

const ifNone = "The account has no license key yet; varsync pool create-key makes one from the balance.";

/** `varsync pool keys` */
export const keysCommand = defineCommand({
  command: "keys",
  describe: "the license keys of the account",
  builder: (yargs) =>
    withAccount(yargs)
      .option("serial", { type: "string", requiresArg: true, describe: "only of this box" })
      .option("customer", { type: "string", requiresArg: true, describe: "only of customers with this in their name" })
      .option("type", { type: "string", requiresArg: true, describe: "only of this type" })
      .option("search", { type: "string", requiresArg: true, describe: "only with this in any of their texts" })
      .option("activation-key", { type: "string", requiresArg: true, describe: "only what was paid with it" })
      .option("csv", {
        type: "string",
        requiresArg: true,
        describe: "write them to this file, for a spreadsheet or create-key --from; - is stdout",
      })
      .option("status", { choices: ["active", "revoked"] as const, describe: "only with this status" }),
  async run(args, context) {
    const { listLicenseKeys } = await import("../../../pool/operations/list-license-keys.ts");
    const { licenseType } = await import("../../../license/license-catalog.ts");
    if (args.csv === "-" && context.json) throw new UsageError("--csv - and --json both want stdout");
    const serial = args.serial === undefined ? undefined : parseSerialNumber(args.serial);
    const type = args.type === undefined ? undefined : licenseType(args.type).type;
    return withManager(context, args, async (manager) => {
      const { customer, status, search, activationKey } = args;
      const filter = { serial, customer, type, status, search, activationKey };
      const licenseKeys = await everyItem(
        (page) => manager.call(listLicenseKeys, { ...filter, ...page }),
        (page) => page.licenseKeys,
      );
      if (args.csv === undefined)
        return showLicenseKeys(
          context,
          licenseKeys,
          Object.values(filter).every((value) => value === undefined) ? ifNone : undefined,
        );
      const { writeKeyCsv } = await import("../../key-csv/write-key-csv.ts");
      const { writeOutput } = await import("../../write-file-whole.ts");
      if (args.csv === "-") {
        context.out.raw(writeKeyCsv(licenseKeys));
        return 0;
      }
      writeOutput(args.csv, writeKeyCsv(licenseKeys), { overwrite: true });
      if (context.json) context.out.document({ licenseKeys });
      else context.out.text(`${licenseKeys.length} license keys written to ${args.csv}.`);
      return 0;
    });
  },
});
