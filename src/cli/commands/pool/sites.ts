import { defineCommand } from "../../command.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool sites` */
export const sitesCommand = defineCommand({
  command: "sites",
  describe: "every site that reports to this pool, its boxes and how they stand",
  builder: withAccount,
  async run(args, context) {
    const { listSites } = await import("../../../pool/operations/list-sites.ts");
    return withManager(context, args, async (manager) => {
      const { sites } = await manager.call(listSites, {});
      if (context.json) context.out.document({ sites });
      else if (sites.length === 0) context.out.text("No site has reported to this pool yet.");
      else {
        const headings = ["Site", "Last report", "Box", "Address", "Outcome", "Since"];
        const rows = sites.flatMap(({ site, lastReport, boxes }) =>
          boxes.map(({ serial, address = "", outcome = "", since = "" }) => [
            site,
            lastReport,
            serial,
            address,
            outcome,
            since,
          ]),
        );
        await context.out.table(
          headings.map((heading) => ({ heading })),
          rows,
        );
      }
      return 0;
    });
  },
});
