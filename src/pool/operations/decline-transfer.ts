import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { spenders } from "../access/role.ts";
import { declineTransfer as decline } from "../ledger/decide-transfer.ts";
import { idField, transfersAnswer } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const declineTransfer = defineOperation({
  name: "decline-transfer",
  summary: "decline a transfer, or withdraw one",
  method: "POST",
  path: "/transfers/{id}/decline",
  may: spenders,
  input: z.strictObject({ id: idField }),
  output: transfersAnswer,
  run: async ({ pool, caller, input }) => ({ transfers: [await decline(pool, actorOf(caller), input.id)] }),
});
