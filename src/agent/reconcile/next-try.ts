import type { Outcome, WaitKind } from "./box-result.ts";

/** What decides when a box is tried again. */
export interface TriedBox {
  readonly outcome: Outcome;
  readonly waitKind?: WaitKind | undefined;
  readonly code?: string | undefined;
  /** In a row, this one included. */
  readonly failures: number;
}

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const first = 15 * seconds;
const longest = 4 * hours;
const daily = 24 * hours;
/** So many failures in a row, and the box is tried once a day. */
const patience = 10;
/** No pause is so short that a box is asked without a break. */
const shortest = 1 * seconds;

/** What only a person can change: trying again brings nothing before the next round. */
const forPersons: ReadonlySet<string> = new Set([
  "auth-failed",
  "no-credential",
  "not-enrolled",
  "set-aside",
  "not-writable",
  "host-key-changed",
  "policy-forbids",
  "issuer-not-accepted",
  "not-removed",
]);

const waits: Readonly<Partial<Record<WaitKind, number>>> = {
  slot: 1 * minutes,
  calls: 1 * minutes,
  partner: 2 * minutes,
  clock: 10 * minutes,
  disk: 1 * minutes,
  idle: 5 * minutes,
};

/**
 * When a box is tried next, besides at the next round and when it changes; `undefined` for neither. A box that fails
 * is tried after up to 15 seconds, doubling to 4 hours, any time within that; after ten failures daily, for ever.
 * @param opening when the window opens next; `undefined` where it is open, or there is none
 */
export function nextTry(box: TriedBox, now: Date, opening: Date | undefined, random: () => number): Date | undefined {
  const after = (milliseconds: number) => new Date(now.getTime() + Math.max(shortest, milliseconds));
  if (box.outcome === "short-of-licenses") return after(hours * (1 + random()));
  if (box.waitKind === "window") return opening && new Date(opening.getTime() + 5 * minutes * random());
  const wait = box.waitKind && waits[box.waitKind];
  if (wait !== undefined) return after(wait * (0.75 + random() / 2));
  if (box.outcome !== "failed" || forPersons.has(box.code ?? "")) return undefined;
  if (box.failures > patience) return after(daily + hours * random());
  return after(Math.min(first * 2 ** (box.failures - 1), longest) * random());
}
