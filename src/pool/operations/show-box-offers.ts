import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { isWithinReach } from "../access/within-reach.ts";
import { claimable } from "../ledger/claim.ts";
import { keysOfBox } from "../ledger/keys-of-box.ts";
import { spentToday } from "../ledger/spent-today.ts";
import { licenseKeyAnswer, predefinedAnswer, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** All that an agent wants to know of a box before it plans. */
export const showBoxOffers = defineOperation({
  name: "show-box-offers",
  summary: "what the pool has for a box: active license keys, what could be claimed, what was spent today",
  method: "GET",
  path: "/boxes/{serial}",
  may: readers,
  input: z.strictObject({ serial: serialField }),
  output: z.object({
    licenseKeys: z.array(licenseKeyAnswer),
    predefined: z.array(predefinedAnswer),
    spentToday: z.object({ box: z.int(), day: z.int() }),
  }),
  async run({ pool, caller, input: { serial } }) {
    const { account } = actorOf(caller);
    const reached = await isWithinReach(pool, caller, serial);
    return {
      licenseKeys: reached ? await keysOfBox(pool, account, serial) : [],
      predefined: reached ? await claimable(pool, serial) : [],
      spentToday: await spentToday(pool, account, serial),
    };
  },
});
