import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { listWarnings as list } from "../warnings/list-warnings.ts";
import { warningCodes } from "../warnings/warning.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** An agent is told of its own boxes and its own budget, and of the balance. */
export const listWarnings = defineOperation({
  name: "list-warnings",
  summary: "types that run short, used up budgets, keys never seen, revoked ones still installed, agents too many",
  method: "GET",
  path: "/warnings",
  may: readers,
  input: z.strictObject(pageFields),
  output: z.object({
    warnings: z
      .array(
        z.object({
          code: z.enum(warningCodes),
          message: z.string(),
          type: z.string().optional(),
          left: z.int().optional(),
          licenseKeyId: z.string().optional(),
          serial: z.string().optional(),
          tokenId: z.string().optional(),
          site: z.string().optional(),
        }),
      )
      .readonly(),
    ...nextField,
  }),
  async run({ pool, caller, input }) {
    const { items: warnings, ...more } = await list(pool, actorOf(caller).account, input, caller.limits);
    return { warnings, ...more };
  },
});
