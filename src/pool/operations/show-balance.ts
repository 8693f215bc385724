import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { balanceOf } from "../ledger/balance.ts";
import { balanceRows } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** Type, loaded, used, left. */
export const showBalance = defineOperation({
  name: "show-balance",
  summary: "the balance: type, loaded, used, left",
  method: "GET",
  path: "/balance",
  may: readers,
  input: z.strictObject({}),
  output: z.object({ balance: balanceRows }),
  run: async ({ pool, caller }) => ({ balance: await balanceOf(pool, actorOf(caller).account) }),
});
