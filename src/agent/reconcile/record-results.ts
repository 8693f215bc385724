import type { BoxState, PassedState } from "../journal/box-states.ts";
import type { BoxResult } from "./box-result.ts";
import { nextTry } from "./next-try.ts";
import type { Site } from "./site.ts";

/**
 * Keeps how boxes stand after a pass, and when each is tried next. What cannot be kept, as on a full disk, is told and
 * costs nothing else.
 * @param by a person's pass forgets earlier failures
 */
export async function recordResults(
  site: Site,
  results: readonly BoxResult[],
  by: "person" | "service",
  random: () => number = Math.random,
): Promise<void> {
  try {
    const before = new Map((await site.journal.states.all()).map((state) => [state.serial, state]));
    const states = results.flatMap((result) => stateOf(site, result, by, before, random) ?? []);
    await site.journal.states.passed(states, site.clock.now());
  } catch (error) {
    site.log.warn({ err: error }, "how boxes stand could not be kept");
  }
}

function stateOf(
  site: Site,
  result: BoxResult,
  by: "person" | "service",
  before: ReadonlyMap<string, BoxState>,
  random: () => number,
): PassedState | undefined {
  const { serial, address, outcome, waitingFor, waitKind, error } = result;
  if (serial === undefined || error?.code === "interrupted") return undefined;
  const earlier = by === "person" ? 0 : (before.get(serial)?.failures ?? 0);
  const failures = outcome === "failed" ? earlier + 1 : 0;
  const now = site.clock.now();
  const next = nextTry({ outcome, waitKind, code: error?.code, failures }, now, site.nextOpening(now), random);
  return {
    serial,
    ...((address ?? before.get(serial)?.address) && { address: address ?? before.get(serial)?.address ?? "" }),
    outcome,
    ...(waitingFor && { waitingFor }),
    ...(waitKind && { waitKind }),
    ...(error && { error }),
    failures,
    ...(next && { nextTryAt: next.toISOString() }),
  };
}
