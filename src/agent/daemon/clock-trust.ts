import type { Facts } from "../journal/facts.ts";

/** Whether this machine's clock can be believed, without asking anybody on the network. */
export interface ClockTrust {
  /** Why not; `undefined` when it can. @param monotonicMs notices a jump that came just now, too */
  doubt(now: Date, monotonicMs?: number): string | undefined;
  /** To be called again and again: notices jumps, and keeps how far time has come. */
  observe(now: Date, monotonicMs: number): Promise<void>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** No clock that is earlier is right: varsync is not older. */
const oldest = Date.UTC(2026, 0, 1);
/** A program that old is not in use any more. */
const newest = Date.UTC(2056, 0, 1);
/** A service that was off for longer is not told from a clock that is ahead. */
const longestPause = 400 * day;
/** More than clocks drift, or are slewed, between two looks. */
const jump = 5 * minute;
/** So long a clock must run steadily after a jump. */
const steady = hour;

/**
 * A clock is trusted that is not before this program was written nor absurdly far ahead, not before the latest time that
 * was ever trusted here nor more than 400 days after it, and that did not jump within the last hour.
 */
export async function clockTrust(facts: Facts): Promise<ClockTrust> {
  let mark = Date.parse((await facts.get("clock-mark")) ?? "") || undefined;
  let last: { readonly wall: number; readonly monotonic: number } | undefined;
  let jumpedAt: number | undefined;
  let monotonicNow = 0;
  const notice = (wall: number, monotonicMs: number) => {
    const off = last === undefined ? 0 : wall - last.wall - (monotonicMs - last.monotonic);
    last = { wall, monotonic: monotonicMs };
    monotonicNow = monotonicMs;
    if (Math.abs(off) > jump) jumpedAt = monotonicMs;
  };
  const doubt = (now: Date, monotonicMs?: number): string | undefined => {
    const time = now.getTime();
    if (monotonicMs !== undefined) notice(time, monotonicMs);
    if (time < oldest || time > newest) return `it says ${now.toISOString()}`;
    if (mark !== undefined && time < mark - jump) return `it says ${now.toISOString()}, and it was later before`;
    if (mark !== undefined && time > mark + longestPause) {
      return `it says ${now.toISOString()}, long after it was last right; varsync release clock, if it is`;
    }
    const jumped = jumpedAt !== undefined && monotonicNow - jumpedAt < steady;
    return jumped ? "it jumped within the last hour" : undefined;
  };
  return {
    doubt,
    async observe(now, monotonicMs) {
      const wall = now.getTime();
      notice(wall, monotonicMs);
      const forgotten = mark !== undefined && (await facts.get("clock-mark")) === undefined;
      if (forgotten) mark = undefined;
      if (doubt(now) !== undefined || (mark !== undefined && wall < mark + hour)) return;
      mark = wall;
      await facts.set("clock-mark", now.toISOString());
    },
  };
}
