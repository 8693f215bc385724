import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { reportSite as report } from "../ledger/sites.ts";
import { serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";
import { checkReporter } from "./report-box.ts";
import { boxState, siteField } from "./report-fields.ts";

/** The whole set: a box that is not named any more leaves the site. */
export const reportSite = defineOperation({
  name: "report-site",
  summary: "tell the pool how all boxes of a site stand",
  method: "PUT",
  path: "/sites/{site}",
  bodyBytes: 8 * 1024 * 1024,
  may: ["operator", "owner", "member", "agent-read"],
  input: z.strictObject({
    site: siteField,
    boxes: z.array(boxState.extend({ serial: serialField })).max(10_000),
  }),
  output: z.object({ site: z.string() }),
  async run({ pool, caller, input: { site, boxes } }) {
    checkReporter(
      caller,
      site,
      boxes.map(({ serial }) => serial),
    );
    await report(pool, actorOf(caller), site, boxes);
    return { site };
  },
});
