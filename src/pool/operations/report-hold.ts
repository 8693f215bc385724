import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { holdBox, longestHoldMs } from "../ledger/hold-box.ts";
import { serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";
import { checkReporter } from "./report-box.ts";

/** `forMs` 0 lets go. */
export const reportHold = defineOperation({
  name: "report-hold",
  summary: "tell the pool that an agent writes to a box, so that others wait",
  method: "PUT",
  path: "/boxes/{serial}/hold",
  may: ["operator", "owner", "member", "agent-read"],
  input: z.strictObject({ serial: serialField, agent: z.uuid(), forMs: z.int().min(0).max(longestHoldMs) }),
  output: z.union([
    z.object({ held: z.literal(true) }),
    z.object({ held: z.literal(false), by: z.string(), until: z.string() }),
  ]),
  async run({ pool, caller, input }) {
    checkReporter(caller, caller.limits?.site, [input.serial]);
    return holdBox(pool, actorOf(caller), input);
  },
});
