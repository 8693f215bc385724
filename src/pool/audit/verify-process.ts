import { once } from "node:events";
import { z } from "zod";
import { StoreError } from "../../store/store-error.ts";
import { openPool } from "../open-pool.ts";
import type { VerifyAnswer } from "./verify-apart.ts";
import { verifyLedger } from "./verify-ledger.ts";

/** What the process is given. */
const given = z.object({
  database: z.string(),
  remembered: z.object({ sequence: z.number(), hash: z.string() }).optional(),
});

// Whoever asked has gone.
process.once("disconnect", () => process.exit());
const [message] = await once(process, "message");
process.send?.(await answerTo(message), () => process.exit());

async function answerTo(question: unknown): Promise<VerifyAnswer> {
  try {
    const { database, remembered } = given.parse(question);
    await using pool = await openPool(database);
    return { verification: await verifyLedger(pool, remembered) };
  } catch (error) {
    // A class does not survive the way between processes.
    if (error instanceof StoreError) return { code: error.code, message: error.message };
    return { bug: error instanceof Error ? error.message : String(error) };
  }
}
