import type { Condition } from "../../../webhook/notices.ts";
import type { Approval } from "../../journal/approvals.ts";
import type { BoxState } from "../../journal/box-states.ts";
import type { Breaker } from "../../journal/breakers.ts";
import { type ExpectedRegistrations, missingText } from "../../journal/expected-registrations.ts";
import { stepText } from "../../journal/step-text.ts";

/** What is known of a site that people may have to know of; all of it outlives a round that could not find out. */
interface Known {
  readonly states: readonly BoxState[];
  readonly breakers: readonly Breaker[];
  /** Those that wait for a person. */
  readonly approvals: readonly Approval[];
  /** Registrations that did not come back after a reset. */
  readonly missing: readonly ExpectedRegistrations[];
  /** Why the pool does not answer. */
  readonly poolAway: string | undefined;
}

const dayMs = 24 * 3_600_000;

/** What a person must know of now. */
export function conditionsOf({ states, breakers, approvals, missing, poolAway }: Known): Condition[] {
  const stateOf = new Map<string, BoxState>(states.map((state) => [`box:${state.serial}`, state]));
  return [
    ...approvals.map(waiting),
    ...states.flatMap(short),
    ...breakers.flatMap((breaker) => [...sinceReset(breaker, stateOf.get(breaker.scope)), setAside(breaker)]),
    ...missing.map(unregistered),
    ...(poolAway === undefined ? [] : unreachable(poolAway)),
  ];
}

function waiting({ id, serial, why, steps, expiresAt }: Approval): Condition {
  const what = steps.map(stepText).join(", ");
  const how = `varsync approve ${id}, or varsync decline ${id} --why REASON, until ${expiresAt}`;
  return {
    subject: `approval:${id}`,
    event: "approval",
    message: `box ${serial}: ${why}; ${costText(steps)}: ${what} (${how})`,
    afterMs: 0,
  };
}

function costText(steps: Approval["steps"]): string {
  const cost = steps.flatMap(({ kind, type, count }) => (kind === "create-key" ? [`${count} ${type}`] : []));
  return cost.length === 0 ? "it takes nothing from the balance" : `it takes ${cost.join(", ")} from the balance`;
}

function short({ serial, shortfalls = [] }: BoxState): Condition[] {
  const messages = shortfalls.filter(({ code }) => code === "short-of-licenses").map(({ message }) => message);
  if (messages.length === 0) return [];
  return [{ subject: `short:${serial}`, event: "short", message: `box ${serial}: ${messages.join("; ")}`, afterMs: 0 }];
}

function setAside({ scope, message }: Breaker): Condition {
  const text = `${scope.replace(":", " ")} is set aside: ${message}`;
  return { subject: `breaker:${scope}`, event: "breaker", message: text, afterMs: 0 };
}

/** How a box came out of its reset, for as long as it is set aside for that and was not seen to be well again. */
function sinceReset({ scope, code, message, since }: Breaker, state: BoxState | undefined): Condition[] {
  const about = { message: `${scope.replace(":", " ")}: ${message}`, afterMs: 0 };
  const { answeredAt = "", passedAt = "", outcome = "" } = state ?? {};
  const answered = answeredAt > since;
  if (code === "not-back" && !answered) return [{ subject: `not-back:${scope}`, event: "not-back", ...about }];
  if (code !== "not-effective") return [];
  if (answered && wellOutcomes.has(outcome)) return [];
  return [{ subject: `unlicensed:${scope}`, event: "unlicensed", unsure: answered && answeredAt < passedAt, ...about }];
}

/** Of a box that has its licenses, and in effect. */
const wellOutcomes: ReadonlySet<string> = new Set(["in-step", "changed"]);

function unregistered(missing: ExpectedRegistrations): Condition {
  const { serial } = missing;
  const message = `box ${serial}: ${missingText(missing)}`;
  return { subject: `registrations:${serial}`, event: "not-back", message, afterMs: 0 };
}

function unreachable(why: string): Condition[] {
  const event = "pool-unreachable";
  return [
    { subject: event, event, message: `the pool does not answer: ${why}`, afterMs: dayMs },
    {
      subject: `${event}-long`,
      event,
      message: `the pool has not answered for 30 days: ${why}`,
      afterMs: 30 * dayMs,
    },
  ];
}
