import type { SerialNumber } from "../../license/serial-number.ts";
import type { BoxResult } from "./box-result.ts";

/** What a round, or some passes that were due, came to. */
export interface RoundSummary {
  /** `round`: every enrolled box; `passes`: boxes that changed, or whose next try was due. */
  readonly kind: "round" | "passes";
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Boxes in all, and by outcome. */
  readonly counts: Readonly<Record<string, number>>;
  readonly results: readonly BoxResult[];
  /** One line for a person: what changed, what waits, what failed. */
  readonly line: string;
}

/**
 * What is told while boxes are worked on, to whoever wants to count it or pass it on. Called after the fact, in no
 * transaction; must return at once and never throw.
 */
export interface SiteEvents {
  passEnded(result: BoxResult, tookMs: number): void;
  roundEnded(summary: RoundSummary): void;
  /** A box, or every box of a profile, is set aside until a person releases it. */
  breakerTripped(breaker: { readonly scope: string; readonly code: string; readonly message: string }): void;
  notBack(box: { readonly serial: SerialNumber; readonly address: string; readonly message: string }): void;
  /** A box was not idle for a whole window, and holds the site's reset slot. */
  neverIdle(box: { readonly serial: SerialNumber; readonly since: string }): void;
  keysCreated(keys: { readonly serial: SerialNumber; readonly type: string; readonly count: number }): void;
  lineDelivered(line: { readonly serial: SerialNumber; readonly type: string; readonly count: number }): void;
  resetSent(reset: { readonly serial: SerialNumber; readonly how: string }): void;
  /** Told at every contact; `false` when a source of keys does not answer. */
  poolReachable(reachable: boolean, why?: string): void;
  /** Nothing can be written to the state folder; `undefined` when it can again. */
  diskTrouble(why: string | undefined): void;
  /** Nothing is written to boxes until a person has looked; `undefined` when it goes on. */
  standsBack(why: string | undefined): void;
  /** The service's work comes on, or it waits for the next: for the watchdog. */
  tick(): void;
}

const nothing = (): void => undefined;

/** Nobody listens: one-shot commands. */
export const silentEvents: SiteEvents = {
  passEnded: nothing,
  roundEnded: nothing,
  breakerTripped: nothing,
  notBack: nothing,
  neverIdle: nothing,
  keysCreated: nothing,
  lineDelivered: nothing,
  resetSent: nothing,
  poolReachable: nothing,
  diskTrouble: nothing,
  standsBack: nothing,
  tick: nothing,
};
