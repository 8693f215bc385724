import { type MonotonicClock, monotonicClock } from "./monotonic-clock.ts";

/** Keeps whoever shares it to so many probes a second. */
export interface Pace {
  /** Waits for the next free slot; `undefined` when there is nothing to wait for. */
  take(signal: AbortSignal): Promise<void> | undefined;
}

/** How far a timer that came late may be made up for: at most this much of a second's probes leave at once. */
const catchUpMs = 20;

/**
 * A pace of evenly spaced slots, for any number of takers together: VoIP boxes suffer under fast scans [C].
 * @param perSecond `undefined` and 0 = unlimited
 */
export function createPace(perSecond: number | undefined, clock: MonotonicClock = monotonicClock): Pace {
  if (perSecond === undefined || perSecond === 0) return { take: () => undefined };
  const interval = 1000 / perSecond;
  let slot = Number.NEGATIVE_INFINITY;
  return {
    take(signal) {
      const now = clock.now();
      slot = Math.max(slot + interval, now - catchUpMs);
      return slot > now ? clock.sleep(slot - now, signal) : undefined;
    },
  };
}
