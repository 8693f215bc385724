import { setTimeout } from "node:timers/promises";

/** Time and waiting, passed in so that tests need not wait. */
export interface Clock {
  now(): Date;
  /** Milliseconds since some moment, however the clock is set meanwhile: what pauses are measured by. */
  monotonicMs(): number;
  /** @throws the signal's reason when it is aborted meanwhile */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  async sleep(milliseconds, signal) {
    await setTimeout(milliseconds, undefined, { signal });
  },
};
