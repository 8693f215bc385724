import type { SiteEvents } from "../reconcile/site-events.ts";

/** What is wrong with the service itself, in words; nothing when it is healthy. */
export interface Health {
  readonly listener: Partial<SiteEvents>;
  problems(): readonly string[];
  /** Why it does not do what it is for, although nothing is wrong with it: a person must look. */
  readonly standsBack: string | undefined;
  /** Whether it is up, and does what it is for. */
  readonly ready: boolean;
  markReady(): void;
}

/** A loop that did not come round for so long is stuck, in milliseconds. */
const stuckAfterMs = 120_000;

/**
 * Listens to how the service is.
 * @param longestGapMs the longest time between two rounds by the schedule, at this moment
 * @param now milliseconds of a clock that never jumps
 */
export function health(longestGapMs: () => number, now: () => number): Health {
  const startedAt = now();
  let roundAt: number | undefined;
  let tickAt = startedAt;
  let ready = false;
  let disk: string | undefined;
  let standsBack: string | undefined;
  return {
    listener: {
      roundEnded({ kind }) {
        if (kind === "round") roundAt = now();
      },
      tick() {
        tickAt = now();
      },
      diskTrouble(why) {
        disk = why;
      },
      standsBack(why) {
        standsBack = why;
      },
    },
    problems() {
      const problems: string[] = [];
      if (now() - (roundAt ?? startedAt) > 2 * longestGapMs()) problems.push("no round ended in twice the interval");
      if (now() - tickAt > stuckAfterMs) problems.push("the loop is stuck");
      if (disk !== undefined) problems.push(`nothing can be written: ${disk}`);
      return problems;
    },
    get standsBack() {
      return standsBack;
    },
    get ready() {
      return ready;
    },
    markReady() {
      ready = true;
    },
  };
}
