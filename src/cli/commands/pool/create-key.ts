import { parseSerialNumber } from "../../../license/serial-number.ts";
import { defineCommand } from "../../command.ts";
import { parseCount } from "../../parse-count.ts";
import { UsageError } from "../../usage-error.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { accountOf, withAccount, withPool } from "./with-pool.ts";

/** `varsync pool create-key` */
export const createKeyCommand = defineCommand({
  command: "create-key",
  describe: "create a license key from the balance; it cannot be taken back",
  builder: (yargs) =>
    withAccount(yargs)
      .option("type", {
        type: "string",
        demandOption: true,
        requiresArg: true,
        describe: "license type, like PBX-Registrations",
      })
      .option("count", { type: "string", requiresArg: true, describe: "how many licenses" })
      .option("to-total", {
        type: "string",
        requiresArg: true,
        describe: "as many as make the box's keys of the type add up to this",
      })
      .option("serial", { type: "string", requiresArg: true, describe: "serial number of the box" })
      .option("customer", { type: "string", requiresArg: true, describe: "end customer" })
      .option("location", { type: "string", requiresArg: true, describe: "where the box stands" })
      .option("description", { type: "string", requiresArg: true, describe: "what the box is" })
      .option("request-id", {
        type: "string",
        requiresArg: true,
        describe: "the same id gives the same key, however often",
      })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" })
      .conflicts("count", "to-total"),
  async run(args, context) {
    const { createLicenseKey } = await import("../../../pool/ledger/create-license-key.ts");
    const { type, customer, location, description, requestId } = args;
    if (args.count === undefined && args.toTotal === undefined) throw new UsageError("give --count or --to-total");
    const amount =
      args.toTotal === undefined
        ? { count: parseCount(args.count, "--count") }
        : { total: parseCount(args.toTotal, "--to-total") };
    const serial = args.serial === undefined ? undefined : parseSerialNumber(args.serial);
    return withPool(context, async (pool, config) => {
      const account = await accountOf(pool, config, args);
      if (!args.yes) {
        const what = "count" in amount ? `${type}=${amount.count}` : `${type} up to a total of ${amount.total}`;
        const texts = [customer, location, description].filter((text) => text !== undefined).join(", ");
        const box = serial ?? "no serial number (works on whatever box it is put)";
        await context.confirm(
          `Create ${what} for ${box}${texts && `, ${texts}`}, paid by ${account.email}? This cannot be taken back.`,
        );
      }
      const request = { type, amount, serial, customer, location, description, requestId };
      return showLicenseKeys(context, await createLicenseKey(pool, account, request));
    });
  },
});
