import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { people } from "../access/role.ts";
import { listTransfers as list } from "../ledger/transfer.ts";
import { transfersAnswer } from "./fields.ts";
import { defineOperation } from "./operation.ts";

export const listTransfers = defineOperation({
  name: "list-transfers",
  summary: "the account's transfers, sent and received",
  method: "GET",
  path: "/transfers",
  may: people,
  input: z.strictObject({}),
  output: transfersAnswer,
  run: async ({ pool, caller }) => ({ transfers: await list(pool.db, actorOf(caller).account) }),
});
