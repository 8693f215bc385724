import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { activate } from "../ledger/activate.ts";
import { balanceRows, requestIdField } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const addActivationKeys = defineOperation({
  name: "add-activation-keys",
  summary: "add activation keys to the balance, all or none",
  method: "POST",
  path: "/activation-keys",
  status: 201,
  may: spenders,
  input: z.strictObject({
    activationKeys: z.array(z.string().max(200)).min(1).max(1000),
    requestId: requestIdField.optional(),
  }),
  output: z.object({ balance: balanceRows }),
  run: async ({ pool, caller, input: { activationKeys, requestId } }) => ({
    balance: await activate(pool, spenderOf(caller), activationKeys, requestId),
  }),
});
