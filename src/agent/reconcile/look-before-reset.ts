import type { PlanWarning, ResetWay } from "../plan/step.ts";
import { countInUse } from "./count-in-use.ts";
import type { Site } from "./site.ts";
import type { Wait } from "./why-no-reset.ts";
import type { Writing } from "./writing.ts";

/** What was in use on a box right before its reset, as far as its profile says how to read that. */
export interface BeforeReset {
  /** Why it is not reset now: somebody speaks. */
  readonly wait?: Wait;
  readonly calls?: number;
  readonly registrations?: number;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Looks for calls and registrations. A reset when idle waits for the end of calls; one at once goes on and says how many
 * it cut. What cannot be read is not known, and said: whether the box is idle is then left to the box, as without a look.
 */
export async function lookBeforeReset(site: Site, { look, signal }: Writing, how: ResetWay): Promise<BeforeReset> {
  const calls = await countInUse(site, look, "calls", signal);
  if (how === "when-idle" && calls !== undefined && "count" in calls && calls.count > 0) {
    return {
      wait: { waitingFor: `the end of ${callsText(calls.count)} in progress`, waitKind: "calls" },
      warnings: [],
    };
  }
  const registrations = await countInUse(site, look, "registrations", signal);
  const counted = [
    ["calls", calls],
    ["registrations", registrations],
  ] as const;
  const unread = counted.flatMap(([what, told]) =>
    told !== undefined && "unread" in told
      ? [{ code: `${what}-unread`, message: `its ${what} could not be read before the reset: ${told.unread}` }]
      : [],
  );
  const known = Object.fromEntries(
    counted.flatMap(([what, told]) => (told !== undefined && "count" in told ? [[what, told.count]] : [])),
  ) as Pick<BeforeReset, "calls" | "registrations">;
  const cut = known.calls ?? 0;
  if (cut === 0) return { ...known, warnings: unread };
  site.log.warn({ serial: look.serial, calls: cut }, "a reset at once cuts calls");
  return { ...known, warnings: [...unread, { code: "calls-cut", message: `the reset at once cut ${callsText(cut)}` }] };
}

function callsText(count: number): string {
  return count === 1 ? "1 call" : `${count} calls`;
}
