import type { Condition } from "../../../webhook/notices.ts";
import type { BoxState } from "../../journal/box-states.ts";
import type { Breaker } from "../../journal/breakers.ts";

/** What people can be told of. */
type ToldEvent = "approval" | "unlicensed" | "short" | "not-back" | "breaker" | "pool-unreachable";

const dayMs = 24 * 3_600_000;

/** What a person must know of now. */
export function conditionsOf(
  states: readonly BoxState[],
  breakers: readonly Breaker[],
  poolUnreachable: string | undefined,
): Condition[] {
  const ofBoxes = states.flatMap((state) => {
    const event = eventOf(state);
    if (event === undefined) return [];
    const message = state.error?.message ?? state.waitingFor ?? state.outcome;
    return { subject: `${event}:${state.serial}`, event, message: `box ${state.serial}: ${message}`, afterMs: 0 };
  });
  const told = new Set(
    states.filter(({ error }) => ownEvents.has(error?.code ?? "")).map(({ serial }) => `box:${serial}`),
  );
  const setAside = breakers
    .filter(({ scope, code }) => !(told.has(scope) && ownEvents.has(code)))
    .map(({ scope, message }) => ({
      subject: `breaker:${scope}`,
      event: "breaker",
      message: `${scope.replace(":", " ")} is set aside: ${message}`,
      afterMs: 0,
    }));
  const ofPool = [
    { subject: "pool-unreachable", afterMs: dayMs, words: "the pool does not answer" },
    { subject: "pool-unreachable-long", afterMs: 30 * dayMs, words: "the pool has not answered for 30 days" },
  ];
  return [
    ...ofBoxes,
    ...setAside,
    ...(poolUnreachable === undefined ? [] : ofPool).map(({ subject, afterMs, words }) => ({
      subject,
      event: "pool-unreachable",
      message: `${words}: ${poolUnreachable}`,
      afterMs,
    })),
  ];
}

/** Errors of which a box's own condition tells, so that its breaker need not as long as it does. */
const ownEvents: ReadonlyMap<string, ToldEvent> = new Map([
  ["not-back", "not-back"],
  ["registrations-missing", "not-back"],
  ["not-effective", "unlicensed"],
]);

function eventOf({ outcome, error }: BoxState): ToldEvent | undefined {
  if (outcome === "waiting-for-approval") return "approval";
  if (outcome === "short-of-licenses") return "short";
  return ownEvents.get(error?.code ?? "");
}
