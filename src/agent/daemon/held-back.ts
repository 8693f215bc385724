import type { SerialNumber } from "../../license/serial-number.ts";

/**
 * Boxes whose pass could not be kept, as on a full disk: the journal goes on to call them due. They are held back here,
 * in memory, so that nobody asks them without a break.
 */
interface HeldBack {
  /** Those of the boxes that may be passed now. */
  free(serials: readonly SerialNumber[]): SerialNumber[];
  /** @param stillDue of the boxes that were passed those that are due as they were before */
  passed(serials: readonly SerialNumber[], stillDue: ReadonlySet<SerialNumber>): void;
}

/** The first pause, which doubles, and the longest one, in milliseconds. */
const pauses = { first: 60_000, longest: 3_600_000 } as const;

/** @param now milliseconds of a clock that never jumps */
export function heldBack(now: () => number): HeldBack {
  const held = new Map<SerialNumber, { readonly until: number; readonly pause: number }>();
  return {
    free: (serials) => serials.filter((serial) => (held.get(serial)?.until ?? 0) <= now()),
    passed(serials, stillDue) {
      for (const serial of serials) {
        if (!stillDue.has(serial)) held.delete(serial);
        else {
          const pause = Math.min(pauses.longest, 2 * (held.get(serial)?.pause ?? pauses.first / 2));
          held.set(serial, { until: now() + pause, pause });
        }
      }
    },
  };
}
