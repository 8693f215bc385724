import { z } from "zod";
import { readers } from "../access/role.ts";
import { hashAt, ledgerHead } from "../ledger/ledger-head.ts";
import { defineOperation } from "./operation.ts";

/** With `sequence`, also the hash of that entry: missing where the ledger is shorter than the caller remembers. */
export const showHead = defineOperation({
  name: "show-head",
  summary: "the newest entry of the ledger, for who remembers an older one",
  method: "GET",
  path: "/audit/head",
  may: [...readers, "agent-claim", "agent-create"],
  input: z.strictObject({ sequence: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional() }),
  output: z.object({ sequence: z.int(), hash: z.string(), hashAt: z.string().optional() }),
  async run({ pool, input: { sequence } }) {
    const head = await ledgerHead(pool);
    const then = sequence === undefined ? undefined : await hashAt(pool, sequence);
    return { ...head, ...(then !== undefined && { hashAt: then }) };
  },
});
