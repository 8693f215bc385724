import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { people } from "../access/role.ts";
import { listActivationKeys as list } from "../ledger/list-activation-keys.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";

const spentOn = z.object({
  licenseKeyId: z.string(),
  count: z.int(),
  serial: z.string().optional(),
  customer: z.string().optional(),
});

export const listActivationKeys = defineOperation({
  name: "list-activation-keys",
  summary: "the account's activation keys, and what each was spent on",
  method: "GET",
  path: "/activation-keys",
  may: people,
  input: z.strictObject(pageFields),
  output: z.object({
    activations: z.array(
      z.object({
        activationKey: z.string(),
        status: z.enum(["open", "offered", "spent", "transferred"]),
        lots: z
          .array(
            z.object({
              type: z.string(),
              count: z.int(),
              used: z.int(),
              spentOn: z.array(spentOn).readonly(),
              moreSpentOn: z.boolean().optional(),
            }),
          )
          .readonly(),
      }),
    ),
    ...nextField,
  }),
  async run({ pool, caller, input }) {
    const { items: activations, ...more } = await list(pool, actorOf(caller).account, input);
    return { activations: [...activations], ...more };
  },
});
