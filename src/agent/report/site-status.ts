import type { SerialNumber } from "../../license/serial-number.ts";
import type { Approval } from "../journal/approvals.ts";
import type { BoxState } from "../journal/box-states.ts";
import { type Breaker, breakerFor } from "../journal/breakers.ts";
import type { LastRound } from "../journal/facts.ts";
import type { KnownBox } from "../journal/known-boxes.ts";

/** What the service knows of one box, as `status --json` shows it and the pool is told; times are ISO 8601, UTC. */
export interface BoxStatus {
  readonly serial: SerialNumber;
  readonly name?: string;
  readonly address?: string;
  readonly product?: string;
  readonly firmware?: string;
  /** `not-seen` until the first pass over it has ended. */
  readonly outcome: string;
  /** Missing as long as it is `not-seen`. */
  readonly since?: string;
  readonly nextTry?: string;
  readonly waitingFor?: string;
  readonly approval?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** Why nothing is written to it, however it stands. */
  readonly setAside?: { readonly code: string; readonly message: string; readonly since: string };
}

/** The agent of the site, once one was started. */
export interface AgentStatus {
  readonly id: string;
  /** Why it writes nothing until a person has looked. */
  readonly standsBack?: { readonly code: string; readonly message: string; readonly since: string };
  /** Ids of other agents that are at work at the same site, as the pool says. */
  readonly others?: readonly string[];
}

export interface SiteStatus {
  readonly site: string;
  /** Whether an agent works on it right now. */
  readonly running: boolean;
  readonly agent?: AgentStatus;
  readonly boxes: readonly BoxStatus[];
  readonly lastRound?: LastRound;
  /** When the schedule has the next one, a jitter aside; ISO 8601, UTC. Missing while no agent runs. */
  readonly nextRound?: string;
}

interface Known {
  readonly running: boolean;
  readonly now: Date;
  readonly agent?: AgentStatus | undefined;
  readonly site: string;
  readonly configured: ReadonlyMap<SerialNumber, { readonly name?: string; readonly address?: string }>;
  readonly boxes: readonly KnownBox[];
  readonly states: readonly BoxState[];
  readonly approvals: readonly Approval[];
  readonly breakers: readonly Breaker[];
  readonly lastRound: LastRound | undefined;
  readonly nextRound?: string | undefined;
}

/** Every enrolled box, by serial number: also those that no pass has been over yet. */
export function siteStatus({
  running,
  now,
  agent,
  site,
  configured,
  boxes,
  states,
  approvals,
  breakers,
  lastRound,
  nextRound: due,
}: Known): SiteStatus {
  const nextRound = running ? due : undefined;
  const known = new Map(boxes.map((box) => [box.serial, box]));
  const stateOf = new Map(states.map((state) => [state.serial, state]));
  const asked = new Map(approvals.map(({ serial, id }) => [serial, id]));
  const enrolled = boxes.filter((box) => box.enrolledAt !== undefined).map((box) => box.serial);
  const serials = [...new Set([...configured.keys(), ...enrolled])].sort();
  const one = (serial: SerialNumber): BoxStatus => {
    const state = stateOf.get(serial);
    const entry = configured.get(serial);
    const address = state?.address ?? known.get(serial)?.address ?? entry?.address;
    const approval = asked.get(serial);
    const { product, firmware, profile } = known.get(serial) ?? {};
    const breaker = breakerFor(breakers, { serial, profile });
    const common = {
      serial,
      ...(entry?.name && { name: entry.name }),
      ...(address && { address }),
      ...(product && { product }),
      ...(firmware && { firmware }),
      ...(breaker && { setAside: { code: breaker.code, message: breaker.message, since: breaker.since } }),
    };
    if (state === undefined) return { ...common, outcome: "not-seen", ...(approval && { approval }) };
    const { outcome, since, nextTryAt, waitingFor, error } = state;
    const nextTry = nextTryAt && earlier(nextTryAt, nextRound);
    // Without an agent the time passes, and nothing happens.
    const comes = nextTry !== undefined && (running || nextTry > now.toISOString());
    return {
      ...common,
      outcome,
      since,
      ...(comes && { nextTry }),
      ...(waitingFor && { waitingFor }),
      ...(approval && { approval }),
      ...(error && { error }),
    };
  };
  const rounds = { ...(lastRound && { lastRound }), ...(nextRound && { nextRound }) };
  return { site, running, ...(agent && { agent }), boxes: serials.map(one), ...rounds };
}

/** A round tries every box. */
function earlier(time: string, nextRound: string | undefined): string {
  return nextRound !== undefined && nextRound < time ? nextRound : time;
}
