import { z } from "zod";
import { readers } from "../access/role.ts";
import { isWithinReach } from "../access/within-reach.ts";
import { claimable } from "../ledger/claim.ts";
import { predefinedAnswer, serialField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const listPredefined = defineOperation({
  name: "list-predefined",
  summary: "the predefined licenses of a box that nobody claimed yet",
  method: "GET",
  path: "/boxes/{serial}/predefined",
  may: readers,
  input: z.strictObject({ serial: serialField }),
  output: z.object({ predefined: z.array(predefinedAnswer) }),
  run: async ({ pool, caller, input: { serial } }) => ({
    predefined: (await isWithinReach(pool, caller, serial)) ? await claimable(pool, serial) : [],
  }),
});
