import { setTimeout } from "node:timers/promises";

/** Time that only goes forward, and waiting; passed in so that tests need not wait. */
export interface MonotonicClock {
  /** Milliseconds since some moment. */
  now(): number;
  /** @throws the reason of `signal` when it is aborted meanwhile */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const monotonicClock: MonotonicClock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
  },
};
