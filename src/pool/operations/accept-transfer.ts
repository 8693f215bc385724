import { z } from "zod";
import { spenderOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { acceptTransfer as accept } from "../ledger/decide-transfer.ts";
import { idField, transfersAnswer } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const acceptTransfer = defineOperation({
  name: "accept-transfer",
  summary: "take what is unspent of an offered activation key into the balance",
  method: "POST",
  path: "/transfers/{id}/accept",
  may: spenders,
  input: z.strictObject({ id: idField }),
  output: transfersAnswer,
  run: async ({ pool, caller, input }) => ({ transfers: [await accept(pool, spenderOf(caller), input.id)] }),
});
