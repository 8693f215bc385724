import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { everyItem } from "./every-page.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

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
      .option("status", { choices: ["active", "revoked"] as const, describe: "only with this status" }),
  async run(args, context) {
    const { listLicenseKeys } = await import("../../../pool/operations/list-license-keys.ts");
    const { licenseType } = await import("../../../license/license-catalog.ts");
    const serial = args.serial === undefined ? undefined : parseSerialNumber(args.serial);
    const type = args.type === undefined ? undefined : licenseType(args.type).type;
    return withManager(context, args, async (manager) => {
      const { customer, status, search, activationKey } = args;
      const filter = { serial, customer, type, status, search, activationKey };
      const licenseKeys = await everyItem(
        (page) => manager.call(listLicenseKeys, { ...filter, ...page }),
        (page) => page.licenseKeys,
      );
      return showLicenseKeys(context, licenseKeys);
    });
  },
});
