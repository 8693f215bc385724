import { z } from "zod";
import { verifyApart } from "../audit/verify-apart.ts";
import { defineOperation } from "./operation.ts";

const head = z.object({ sequence: z.int(), hash: z.string() });

/** With `sequence` and `hash` of an older head, also whether the ledger still has that entry. */
export const verifyLedger = defineOperation({
  name: "verify-ledger",
  summary: "replay the ledger, and compare it with everything that the pool has",
  method: "GET",
  path: "/audit/verification",
  answerMs: 3_600_000,
  may: ["operator", "issuer"],
  input: z.strictObject({
    sequence: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).optional(),
    hash: z.string().max(64).optional(),
  }),
  output: z.object({
    verified: z.boolean(),
    entries: z.int(),
    head,
    broken: z.object({ message: z.string(), entry: z.int() }).optional(),
  }),
  async run({ pool, signal, input: { sequence, hash = "" } }) {
    const remembered = sequence === undefined ? undefined : { sequence, hash };
    const result = await verifyApart(pool.database, remembered, signal);
    return { verified: result.broken === undefined, ...result };
  },
});
