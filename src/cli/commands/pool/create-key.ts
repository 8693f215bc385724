import { parseSerialNumber, type SerialNumber } from "../../../license/serial-number.ts";
import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import { defineCommand } from "../../command.ts";
import { parseCount } from "../../parse-count.ts";
import { UsageError } from "../../usage/usage-error.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** What is to be created. */
interface Asked {
  readonly type: string;
  readonly amount: { readonly count: number } | { readonly total: number };
  readonly serial: SerialNumber | undefined;
  readonly requestId: string | undefined;
}

/** `varsync pool create-key` */
export const createKeyCommand = defineCommand({
  command: "create-key",
  describe: "create a license key, or many from a CSV file, from the balance; they cannot be taken back",
  builder: (yargs) =>
    withAccount(yargs)
      .option("type", {
        type: "string",
        requiresArg: true,
        describe: "license type, like PBX-Registrations",
      })
      .option("from", {
        type: "string",
        requiresArg: true,
        describe: "a CSV file: type, count, serial, customer, location, description; a row a key, all or none",
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
      .conflicts("count", "to-total")
      .conflicts("from", ["type", "count", "to-total", "serial", "customer", "location", "description"]),
  async run(args, context) {
    const { createLicenseKey } = await import("../../../pool/operations/create-license-key.ts");
    const { showCaller } = await import("../../../pool/operations/show-caller.ts");
    const { type, customer, location, description, requestId } = args;
    const { from, yes } = args;
    if (from !== undefined) {
      const { createKeys } = await import("./create-keys.ts");
      return withManager(context, args, (manager) => createKeys(context, manager, { from, requestId, yes }));
    }
    if (type === undefined) throw new UsageError("give --type, or --from FILE.csv");
    if (args.count === undefined && args.toTotal === undefined) throw new UsageError("give --count or --to-total");
    const amount =
      args.toTotal === undefined
        ? { count: parseCount(args.count, "--count") }
        : { total: parseCount(args.toTotal, "--to-total") };
    const serial = args.serial === undefined ? undefined : parseSerialNumber(args.serial);
    return withManager(context, args, async (manager) => {
      const asked = { type, amount, serial, requestId };
      if (!args.yes && !(await isThere(manager, asked))) {
        const { account } = await manager.call(showCaller, {});
        const what = "count" in amount ? `${type}=${amount.count}` : `${type} up to a total of ${amount.total}`;
        const texts = [customer, location, description].filter((text) => text !== undefined).join(", ");
        const box = serial ?? "no serial number (works on whatever box it is put)";
        await context.confirm(
          `Create ${what} for ${box}${texts && `, ${texts}`}, paid by ${account?.email}? This cannot be taken back.`,
        );
      }
      const request = { type, ...amount, serial, customer, location, description, requestId };
      return showLicenseKeys(context, (await manager.call(createLicenseKey, request)).licenseKeys);
    });
  },
});

/** Whether the keys are there already: a total that is met, or a request that was answered before. Nothing is created then. */
async function isThere(manager: LicenseManager, { type, amount, serial, requestId }: Asked): Promise<boolean> {
  const { listLicenseKeys } = await import("../../../pool/operations/list-license-keys.ts");
  const { everyItem } = await import("./every-page.ts");
  const list = (filter: { requestId: string } | { serial: string; type: string; status: "active" }) =>
    everyItem(
      (wanted) => manager.call(listLicenseKeys, { ...filter, ...wanted }),
      ({ licenseKeys }) => licenseKeys,
    );
  if (requestId !== undefined && (await list({ requestId })).length > 0) return true;
  if (!("total" in amount) || serial === undefined) return false;
  const there = await list({ serial, type, status: "active" });
  return there.reduce((sum, { count }) => sum + count, 0) >= amount.total;
}
