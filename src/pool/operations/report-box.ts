import { z } from "zod";
import { actorOf, type Caller } from "../access/caller.ts";
import { reportInstalled } from "../ledger/report-installed.ts";
import { PoolError } from "../pool-error.ts";
import { licenseKeyAnswer, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";
import { boxState, siteField } from "./report-fields.ts";

/** Licenses of revoked keys that are gone from the box come back to the balance: `returned`. */
export const reportBox = defineOperation({
  name: "report-box",
  summary: "tell the pool which license keys were read back from a box",
  method: "PUT",
  path: "/boxes/{serial}",
  may: ["operator", "owner", "member", "agent-read"],
  input: z.strictObject({
    serial: serialField,
    /** All of them; without it nothing is said of what is installed, and the box only becomes the site's. */
    installed: z.array(z.string().max(100)).max(5000).optional(),
    site: siteField.optional(),
    state: boxState.optional(),
  }),
  output: z.object({ returned: z.array(licenseKeyAnswer) }),
  async run({ pool, caller, input: { site = caller.limits?.site, ...report } }) {
    checkReporter(caller, site, [report.serial]);
    return { returned: await reportInstalled(pool, actorOf(caller), { ...report, site }) };
  },
});

/** An agent tells of its own boxes and its own site. @throws PoolError `forbidden` */
export function checkReporter({ limits }: Caller, site: string | undefined, serials: readonly string[]): void {
  if (limits?.site !== undefined && site !== limits.site) {
    throw new PoolError("forbidden", "the token is for another site");
  }
  const own: ReadonlySet<string> | undefined = limits?.serials;
  if (own && serials.some((serial) => !own.has(serial)))
    throw new PoolError("forbidden", "the token is for other boxes");
}
