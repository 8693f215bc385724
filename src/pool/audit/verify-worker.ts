import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { StoreError } from "../../store/store-error.ts";
import { openPool } from "../open-pool.ts";
import { verifyLedger } from "./verify-ledger.ts";

/** What the thread is given. */
const given = z.object({
  database: z.string(),
  remembered: z.object({ sequence: z.number(), hash: z.string() }).optional(),
});

const { database, remembered } = given.parse(workerData);
try {
  await using pool = await openPool(database);
  parentPort?.postMessage({ verification: await verifyLedger(pool, remembered) });
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  // A class does not survive the way between threads.
  parentPort?.postMessage({ code: error.code, message: error.message });
}
