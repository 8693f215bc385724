import type { Approval } from "../../agent/journal/approvals.ts";
import type { BoxState } from "../../agent/journal/box-states.ts";
import type { LastRound } from "../../agent/journal/facts.ts";
import type { KnownBox } from "../../agent/journal/known-boxes.ts";
import type { SerialNumber } from "../../license/serial-number.ts";

/** What the service knows of one box, as `status --json` shows it; times are ISO 8601, UTC. */
export interface BoxStatus {
  readonly serial: SerialNumber;
  readonly name?: string;
  readonly address?: string;
  /** `not-seen` until the first pass over it has ended. */
  readonly outcome: string;
  readonly since?: string;
  readonly nextTry?: string;
  readonly waitingFor?: string;
  readonly approval?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface SiteStatus {
  readonly site: string;
  readonly boxes: readonly BoxStatus[];
  readonly lastRound?: LastRound;
}

interface Known {
  readonly site: string;
  readonly configured: ReadonlyMap<SerialNumber, { readonly name?: string; readonly address?: string }>;
  readonly boxes: readonly KnownBox[];
  readonly states: readonly BoxState[];
  readonly approvals: readonly Approval[];
  readonly lastRound: LastRound | undefined;
}

/** Every enrolled box, by serial number: also those that no pass has been over yet. */
export function siteStatus({ site, configured, boxes, states, approvals, lastRound }: Known): SiteStatus {
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
    const common = { serial, ...(entry?.name && { name: entry.name }), ...(address && { address }) };
    if (state === undefined) return { ...common, outcome: "not-seen", ...(approval && { approval }) };
    const { outcome, since, nextTryAt, waitingFor, error } = state;
    return {
      ...common,
      outcome,
      since,
      ...(nextTryAt && { nextTry: nextTryAt }),
      ...(waitingFor && { waitingFor }),
      ...(approval && { approval }),
      ...(error && { error }),
    };
  };
  return { site, boxes: serials.map(one), ...(lastRound && { lastRound }) };
}
