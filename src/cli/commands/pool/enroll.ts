import { parseSerialNumber } from "../../../license/serial-number.ts";
import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import { defineCommand } from "../../command.ts";
import { UsageError } from "../../usage-error.ts";
import { everyItem } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool enroll` */
export const enrollCommand = defineCommand({
  command: "enroll [serial..]",
  describe: "vouch that boxes are the account's: a site's agent claims predefined licenses for these only",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("serial", { type: "string", array: true, default: [], describe: "serial numbers on their labels" })
      .option("site", { type: "string", requiresArg: true, describe: "all boxes that this site reports now" })
      .option("yes", { type: "boolean", default: false, describe: "do not ask" }),
  async run({ site, yes, ...args }, context) {
    if (args.serial.length === 0 && site === undefined) throw new UsageError("name serial numbers, or --site");
    const { enrollBox } = await import("../../../pool/operations/enroll-box.ts");
    return withManager(context, args, async (manager) => {
      const named = args.serial.map(parseSerialNumber);
      const serials = [...new Set<string>([...named, ...(await boxesOf(manager, site))])];
      if (!yes && serials.length > 0) {
        await context.confirm(
          `Are these boxes the account's own: ${serials.join(", ")}? Compare them with the labels.`,
        );
      }
      for (const serial of serials) await manager.call(enrollBox, { serial });
      if (context.json) context.out.document({ enrolled: serials.map((serial) => ({ serial })) });
      else context.out.text(serials.length === 0 ? "The site reports no box." : `Enrolled ${serials.join(", ")}.`);
      return 0;
    });
  },
});

async function boxesOf(manager: LicenseManager, name: string | undefined): Promise<string[]> {
  if (name === undefined) return [];
  const { listSites } = await import("../../../pool/operations/list-sites.ts");
  const sites = await everyItem(
    (page) => manager.call(listSites, page),
    (page) => page.sites,
  );
  const site = sites.find((one) => one.site === name);
  if (site === undefined) throw new UsageError(`no site ${name} reports to this pool; varsync pool sites lists them`);
  return site.boxes.map(({ serial }) => serial);
}
