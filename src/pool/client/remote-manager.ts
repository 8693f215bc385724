import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import type { LicenseManager } from "../operations/license-manager.ts";
import { PoolError } from "../pool-error.ts";
import { readAnswer } from "./read-answer.ts";
import type { RemoteManagerOptions, RemoteTimes } from "./remote-options.ts";
import { type PoolServerAnswer, sendRequest } from "./send-request.ts";
import { toRequest } from "./to-request.ts";

const usualTimes: RemoteTimes = { connect: 5000, request: 60_000, pauses: [300, 1000, 3000] };

/** A longer pause than this that the server asks for is an error for the caller to deal with. */
const longestPauseMs = 10_000;

/**
 * The license manager behind a pool server. Whatever changes something carries a request id, one of its own where the
 * caller gave none, and is tried again with the same one, so that a lost answer spends nothing twice.
 */
export function remoteManager(options: RemoteManagerOptions): LicenseManager {
  const times = { ...usualTimes, ...options.times };
  return {
    async call(operation, input) {
      const withId = operation.method !== "GET" && "requestId" in operation.input.shape;
      const request = toRequest(operation, withId ? { requestId: randomUUID(), ...defined(input) } : input);
      const mayRepeat = operation.method === "GET" || withId;
      const patience = { ...times, request: Math.max(times.request, operation.answerMs ?? 0) };
      const answer = await tryAgain(times.pauses, mayRepeat, options.signal, () =>
        sendRequest(options, patience, request),
      );
      return readAnswer(operation, answer);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function defined<T extends z.ZodObject>(input: z.input<T>): Partial<z.input<T>> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<z.input<T>>;
}

async function tryAgain(
  pauses: readonly number[],
  mayRepeat: boolean,
  signal: AbortSignal | undefined,
  send: () => Promise<PoolServerAnswer>,
): Promise<PoolServerAnswer> {
  for (const pause of pauses) {
    const wanted = await attempt(send, mayRepeat);
    if ("answer" in wanted) return wanted.answer;
    const jitter = pause * (0.5 + Math.random());
    await setTimeout(Math.max(wanted.retryAfterMs, jitter), undefined, signal && { signal });
  }
  return send();
}

type Attempt = { readonly answer: PoolServerAnswer } | { readonly retryAfterMs: number };

/** The answer, or how long to wait for another try. */
async function attempt(send: () => Promise<PoolServerAnswer>, mayRepeat: boolean): Promise<Attempt> {
  try {
    const answer = await send();
    const again = answer.status === 503 || answer.status === 429;
    const retryAfterMs = (answer.retryAfter ?? 0) * 1000;
    // A request that was turned away for its number was not looked at.
    const harmless = mayRepeat || answer.status === 429;
    return again && harmless && retryAfterMs <= longestPauseMs ? { retryAfterMs } : { answer };
  } catch (error) {
    if (error instanceof PoolError && error.code === "pool-unreachable" && mayRepeat) return { retryAfterMs: 0 };
    throw error;
  }
}
