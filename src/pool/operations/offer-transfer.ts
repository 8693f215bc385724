import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { offerTransfer as offer } from "../ledger/offer-transfer.ts";
import { emailField, transfersAnswer } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const offerTransfer = defineOperation({
  name: "offer-transfer",
  summary: "offer what is unspent of an activation key to another account",
  method: "POST",
  path: "/transfers",
  status: 201,
  may: spenders,
  input: z.strictObject({ activationKey: z.string().max(200), to: emailField }),
  output: transfersAnswer,
  run: async ({ pool, caller, input }) => ({
    transfers: [await offer(pool, spenderOf(caller), input.activationKey, input.to)],
  }),
});
