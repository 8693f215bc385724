import { defineCommand } from "../../command.ts";
import { minute } from "../../show/minute.ts";
import { whySo } from "../../status/why-so.ts";
import { everyItem } from "./every-page.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool sites` */
export const sitesCommand = defineCommand({
  command: "sites",
  describe: "every site that reports to this pool, its boxes and how they stand",
  builder: withAccount,
  async run(args, context) {
    const { listSites } = await import("../../../pool/operations/list-sites.ts");
    return withManager(context, args, async (manager) => {
      const sites = await everyItem(
        (page) => manager.call(listSites, page),
        (page) => page.sites,
      );
      if (context.json) context.out.document({ sites });
      else if (sites.length === 0) context.out.text("No site has reported to this pool yet.");
      else {
        const headings = [
          "Site",
          "Last report (UTC)",
          "Box",
          "Name",
          "Address",
          "Product",
          "Outcome",
          "Since (UTC)",
          "Why",
        ];
        const rows = sites.flatMap(({ site, lastReport, boxes }) =>
          boxes.map((box) => [
            site,
            minute(lastReport),
            box.serial,
            box.name ?? "",
            box.address ?? "",
            box.product ?? "",
            box.outcome ?? "",
            minute(box.since),
            whySo(box),
          ]),
        );
        await context.out.table(
          headings.map((heading) => ({ heading })),
          rows,
        );
        for (const { site, agents } of sites.filter((one) => one.agents.length > 1)) {
          const told = agents.map(({ agent, lastReport }) => `${agent} (last report ${minute(lastReport)} UTC)`);
          context.out.text(`${site}: reported by ${told.join(", ")}`);
        }
      }
      return 0;
    });
  },
});
