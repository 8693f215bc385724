import type { BoxState, PassedState } from "../journal/box-states.ts";
import type { BoxResult } from "./box-result.ts";
import { nextTry } from "./next-try.ts";
import type { Site } from "./site.ts";

const soonMs = 15_000;

/** Errors that only a box has that answered, besides what it lacks. */
const answered: ReadonlySet<string> = new Set(["set-aside", "auth-failed", "read-only"]);

/**
 * Keeps how boxes stand after a pass, and when each is tried next. What cannot be kept, as on a full disk, is told and
 * costs nothing else.
 * @param by a person's pass forgets earlier failures; what `verify` found out of step the service soon looks at itself
 */
export async function recordResults(
  site: Site,
  results: readonly BoxResult[],
  by: "person" | "service" | "verify",
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
  by: "person" | "service" | "verify",
  before: ReadonlyMap<string, BoxState>,
  random: () => number,
): PassedState | undefined {
  const { serial, address, outcome, waitingFor, waitKind, error, shortfalls } = result;
  if (serial === undefined || error?.code === "interrupted" || error?.code === "not-enrolled") return undefined;
  const earlier = by === "service" ? (before.get(serial)?.failures ?? 0) : 0;
  const failures = outcome === "failed" ? earlier + 1 : 0;
  const now = site.clock.now();
  const isFoundOpen = by === "verify" && (outcome === "differs" || outcome === "waiting-for-reset");
  const next = isFoundOpen
    ? new Date(now.getTime() + soonMs * random())
    : nextTry({ outcome, waitKind, code: error?.code, failures }, now, site.nextOpening(now), random);
  return {
    serial,
    ...((address ?? before.get(serial)?.address) && { address: address ?? before.get(serial)?.address ?? "" }),
    outcome,
    ...(waitingFor && { waitingFor }),
    ...(waitKind && { waitKind }),
    ...(error && { error }),
    failures,
    answered: outcome !== "failed" || shortfalls !== undefined || answered.has(error?.code ?? ""),
    ...(shortfalls && { shortfalls }),
    ...(next && { nextTryAt: next.toISOString() }),
  };
}
