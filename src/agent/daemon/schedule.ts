import { Cron } from "croner";
import type { Clock } from "../reconcile/clock.ts";

/** When the service works. */
export interface Schedule {
  /** Cron expression of the rounds, local time of this machine. */
  readonly reconcile: string;
  /** Each round starts up to this much later, so that many sites do not ask one pool at the same moment. */
  readonly jitterMs: number;
  readonly discoverEveryMs: number;
  /** Between two cheap looks at who is there. */
  readonly identityMs: number;
  /** How long entries stay in the journal. */
  readonly journalKeepMs: number;
}

/** When the next round is due, a jitter aside; `undefined` when the expression never fires again. */
export function nextRound({ reconcile }: Pick<Schedule, "reconcile">, now: Date): Date | undefined {
  return new Cron(reconcile).nextRun(now) ?? undefined;
}

/** The pause until the next round, in milliseconds; `undefined` when the expression never fires again. */
export function untilNextRound(schedule: Schedule, now: Date, random: () => number): number | undefined {
  const next = nextRound(schedule, now);
  return next === undefined ? undefined : next.getTime() - now.getTime() + random() * schedule.jitterMs;
}

/** The longest time between the next few rounds, jitter included, in milliseconds. */
export function longestGapMs(schedule: Pick<Schedule, "reconcile" | "jitterMs">, now: Date): number {
  const [first, ...later] = new Cron(schedule.reconcile).nextRuns(8, now);
  let [longest, before] = [0, first];
  for (const next of later) {
    longest = Math.max(longest, next.getTime() - (before ?? next).getTime());
    before = next;
  }
  return (longest || Number.POSITIVE_INFINITY) + schedule.jitterMs;
}

/** Waits a time that may be longer than a timer can hold (24.8 days). */
export async function sleepLong(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  const longest = 24 * 3600 * 1000;
  for (let left = milliseconds; left > 0; left -= longest) await clock.sleep(Math.min(left, longest), signal);
}
