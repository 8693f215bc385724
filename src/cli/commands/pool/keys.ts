import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { accountOf, withAccount, withPool } from "./with-pool.ts";

/** `varsync pool keys` */
export const keysCommand = defineCommand({
  command: "keys",
  describe: "the license keys of the account",
  builder: (yargs) =>
    withAccount(yargs)
      .option("serial", { type: "string", requiresArg: true, describe: "only of this box" })
      .option("customer", { type: "string", requiresArg: true, describe: "only of customers with this in their name" })
      .option("type", { type: "string", requiresArg: true, describe: "only of this type" })
      .option("status", { choices: ["active", "revoked"] as const, describe: "only with this status" }),
  async run(args, context) {
    const { listLicenseKeys } = await import("../../../pool/ledger/list-license-keys.ts");
    const { licenseType } = await import("../../../license/license-catalog.ts");
    const serial = args.serial === undefined ? undefined : parseSerialNumber(args.serial);
    const type = args.type === undefined ? undefined : licenseType(args.type).type;
    return withPool(context, async (pool, config) => {
      const account = await accountOf(pool, config, args);
      const { customer, status } = args;
      return showLicenseKeys(context, await listLicenseKeys(pool, account, { serial, customer, type, status }));
    });
  },
});
