import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { listSites as list } from "../ledger/sites.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";
import { agentField, boxState } from "./report-fields.ts";

export const listSites = defineOperation({
  name: "list-sites",
  summary: "every site that reports to this pool, its boxes and how they stand",
  method: "GET",
  path: "/sites",
  may: readers,
  input: z.strictObject(pageFields),
  output: z.object({
    sites: z.array(
      z.object({
        site: z.string(),
        lastReport: z.string(),
        agents: z.array(agentField).readonly(),
        boxes: z.array(boxState.partial().extend({ serial: z.string() })).readonly(),
      }),
    ),
    ...nextField,
  }),
  async run({ pool, caller, input }) {
    const { items: sites, ...more } = await list(pool, actorOf(caller).account, input);
    return { sites: [...sites], ...more };
  },
});
