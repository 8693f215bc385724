import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { readers } from "../access/role.ts";
import { listWarnings as list } from "../ledger/list-warnings.ts";
import { defineOperation } from "./operation.ts";

export const listWarnings = defineOperation({
  name: "list-warnings",
  summary: "types that run short, keys never seen on a box, revoked ones still installed",
  method: "GET",
  path: "/warnings",
  may: readers,
  input: z.strictObject({}),
  output: z.object({
    warnings: z.array(
      z.object({
        code: z.enum(["low-balance", "never-seen", "revoked-but-installed"]),
        message: z.string(),
        type: z.string(),
        left: z.int().optional(),
        licenseKeyId: z.string().optional(),
        serial: z.string().optional(),
      }),
    ),
  }),
  run: async ({ pool, caller }) => ({ warnings: await list(pool, actorOf(caller).account) }),
});
