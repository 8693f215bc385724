import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { StoreError, type StoreErrorCode } from "../../store/store-error.ts";
import type { LedgerHead } from "../ledger/ledger-head.ts";
import type { Verification } from "./verify-ledger.ts";

/** What the process that verifies says. */
export type VerifyAnswer =
  | { readonly verification: Verification }
  | { readonly code: StoreErrorCode; readonly message: string }
  | { readonly bug: string };

let before: Promise<unknown> = Promise.resolve();

/**
 * Verifies the ledger in a process of its own, over a connection of its own: a server goes on answering meanwhile, and
 * what takes minutes within SQLite ends at once when the signal says so. One at a time, since each keeps books of its
 * own on the disk.
 * @throws StoreError; the signal's reason
 */
export async function verifyApart(
  database: string,
  remembered?: LedgerHead,
  signal: AbortSignal = new AbortController().signal,
): Promise<Verification> {
  const turn = before;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  before = turn.then(() => done);
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    signal.throwIfAborted();
    await Promise.race([turn, stopped]);
    return await Promise.race([inProcess(database, remembered, signal), stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
    resolve();
  }
}

async function inProcess(
  database: string,
  remembered: LedgerHead | undefined,
  signal: AbortSignal,
): Promise<Verification> {
  const module = new URL(`./verify-process${extname(import.meta.url)}`, import.meta.url);
  // In a group of its own, so that Ctrl-C reaches it by the signal only.
  const child = fork(module, { detached: true, signal, killSignal: "SIGKILL" });
  try {
    // Not as an argument: a password may stand in it.
    child.send({ database, ...(remembered && { remembered }) });
    const answer = await answerOf(child);
    if ("verification" in answer) return answer.verification;
    if ("code" in answer) throw new StoreError(answer.code, answer.message);
    throw new Error(answer.bug);
  } finally {
    child.kill("SIGKILL");
  }
}

async function answerOf(child: ChildProcess): Promise<VerifyAnswer> {
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new Error(`the process that verifies ended without a word (${signal ?? code})`);
  });
  const [answer]: VerifyAnswer[] = await Promise.race([once(child, "message"), ended]);
  if (answer === undefined) throw new Error("the process that verifies said nothing");
  return answer;
}
