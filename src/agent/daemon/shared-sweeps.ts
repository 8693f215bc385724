import type { Sighting } from "../../box/discover/sighting.ts";

/** Sweeps of a service: those on the schedule, and those since a box is not where it was. */
export interface SharedSweeps {
  /** Looks now. @param probed called for every probe */
  now(signal: AbortSignal, probed?: () => void): Promise<readonly Sighting[]>;
  /** For boxes that are missing: joins a sweep that goes on, else answers what one of the last minutes saw, else looks. */
  forMissing(signal: AbortSignal, probed?: () => void): Promise<readonly Sighting[]>;
}

/** Because of missing boxes the networks are swept at most so often, in milliseconds. */
const atMostEveryMs = 600_000;

/** @param monotonicMs milliseconds of a clock that never jumps */
export function sharedSweeps(
  sweep: (signal: AbortSignal, probed: () => void) => Promise<readonly Sighting[]>,
  monotonicMs: () => number,
): SharedSweeps {
  let going: Promise<readonly Sighting[]> | undefined;
  let last: { readonly at: number; readonly sightings: readonly Sighting[] } | undefined;
  const waiting = new Set<() => void>();
  const probed = () => {
    for (const listener of waiting) listener();
  };
  const now = (signal: AbortSignal, listener?: () => void) => {
    if (listener !== undefined) waiting.add(listener);
    going ??= sweep(signal, probed)
      .then((sightings) => {
        last = { at: monotonicMs(), sightings };
        return sightings;
      })
      .finally(() => {
        going = undefined;
        waiting.clear();
      });
    return going;
  };
  return {
    now,
    async forMissing(signal, listener) {
      if (going === undefined && last !== undefined && monotonicMs() - last.at < atMostEveryMs) return last.sightings;
      return now(signal, listener);
    },
  };
}
