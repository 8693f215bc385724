import { z } from "zod";
import { actorOf } from "../access/caller.ts";
import { listEntries } from "../ledger/list-entries.ts";
import { nextField, pageFields } from "./fields.ts";
import { defineOperation } from "./operation.ts";

/** The operator and issuers see all of it, everybody else what is about the account. */
export const listAudit = defineOperation({
  name: "list-audit",
  summary: "the ledger: who changed what, when and why",
  method: "GET",
  path: "/audit",
  may: ["operator", "issuer", "owner", "member", "auditor"],
  input: z.strictObject({
    since: z.iso.datetime().optional(),
    ...pageFields,
  }),
  output: z.object({
    entries: z.array(
      z.object({
        sequence: z.int(),
        at: z.string(),
        actor: z.string(),
        account: z.string().optional(),
        action: z.string(),
        requestId: z.string().optional(),
        detail: z.record(z.string(), z.unknown()),
        hash: z.string(),
      }),
    ),
    ...nextField,
  }),
  run({ pool, caller, input: { limit, cursor, since } }) {
    const all = caller.roles.has("operator") || caller.roles.has("issuer");
    return listEntries(pool, { since, account: all ? undefined : actorOf(caller).account }, { limit, cursor });
  },
});
