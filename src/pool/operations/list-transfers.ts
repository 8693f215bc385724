import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { people } from "../access/role.ts";
import { listTransfers as list } from "../ledger/transfer.ts";
import { nextField, pageFields, transfersAnswer } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const listTransfers = defineOperation({
  name: "list-transfers",
  summary: "the account's transfers, sent and received",
  method: "GET",
  path: "/transfers",
  may: people,
  input: z.strictObject(pageFields),
  output: transfersAnswer.extend(nextField),
  async run({ pool, caller, input }) {
    const { items: transfers, ...more } = await list(pool.db, actorOf(caller).account, input);
    return { transfers: [...transfers], ...more };
  },
});
