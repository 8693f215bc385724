import { once } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { StoreError, type StoreErrorCode } from "../../store/store-error.ts";
import type { LedgerHead } from "../ledger/ledger-head.ts";
import type { Verification } from "./verify-ledger.ts";

type Answer = { readonly verification: Verification } | { readonly code: StoreErrorCode; readonly message: string };

let before: Promise<unknown> = Promise.resolve();

/**
 * Verifies the ledger in a thread of its own, over a connection of its own: a server goes on answering meanwhile. One
 * at a time, since each keeps books of its own on the disk.
 * @throws StoreError
 */
export function verifyApart(database: string, remembered?: LedgerHead): Promise<Verification> {
  const verification = before.then(() => inThread(database, remembered));
  before = verification.catch(() => undefined);
  return verification;
}

async function inThread(database: string, remembered?: LedgerHead): Promise<Verification> {
  const module = new URL(`./verify-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(module, { workerData: { database, ...(remembered && { remembered }) } });
  try {
    // Rejects when the thread ends with an error.
    const [answer]: Answer[] = await once(worker, "message");
    if (answer === undefined) throw new Error("the thread that verifies said nothing");
    if ("verification" in answer) return answer.verification;
    throw new StoreError(answer.code, answer.message);
  } finally {
    await worker.terminate();
  }
}
