import { setTimeout } from "node:timers/promises";

/** Time and waiting, passed in so that tests need not wait. */
export interface Clock {
  now(): Date;
  /** @throws the signal's reason when it is aborted meanwhile */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(milliseconds, signal) {
    await setTimeout(milliseconds, undefined, { signal });
  },
};
