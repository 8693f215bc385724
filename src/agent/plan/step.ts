import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";

/** How a box is reset: when it is idle (`ireset`), or at once (`reset`, drops calls). */
export type ResetWay = "when-idle" | "now";

/** Licenses of one type. */
export interface Amount {
  readonly type: string;
  readonly count: number;
}

/** A predefined license becomes this account's, for ever. */
export interface ClaimStep {
  readonly kind: "claim";
  readonly serial: SerialNumber;
  /** `vendor`: the vendor's site shows what the licenses are only after they were claimed. */
  readonly source: "pool" | "vendor";
  /** What is claimed; empty where that shows only afterwards. */
  readonly licenses: readonly Amount[];
  /** What the box lacks, where it is not known what will be claimed. */
  readonly missing?: readonly Amount[];
}

/** A license key is made from the balance, for ever. */
export interface CreateKeyStep {
  readonly kind: "create-key";
  readonly serial: SerialNumber;
  readonly type: string;
  /** What it costs. */
  readonly count: number;
  /** What the pool's keys of this type for this box shall add up to afterwards; this is what the pool is asked for. */
  readonly total: number;
  readonly customer?: string;
  readonly location?: string;
  readonly description?: string;
}

/** One line goes onto the box. */
export interface DeliverStep {
  readonly kind: "deliver";
  readonly type: string;
  readonly count: number;
  readonly variable: string;
  /** Where the line comes from: a file and line number, a key of the pool, or a `claim` or `create-key` step before. */
  readonly from: string;
  /** Missing while the key does not exist yet. */
  readonly line?: LicenseLine;
  /** It was on the box until a removal that was cut off took it: it goes back first. */
  readonly putBack?: true;
}

/** A line whose key was revoked goes off the box. */
export interface RemoveStep {
  readonly kind: "remove";
  readonly type: string;
  readonly count: number;
  readonly variable: string;
  readonly line: LicenseLine;
  /** An earlier run took it off and was cut off: what is left to do is to make that permanent. */
  readonly begun?: true;
  /** That lines can be put back on this box is to be shown by a delivery of this plan; without it nothing is removed. */
  readonly provenBy?: "delivery";
}

/** What a box can be asked around a reset: that nobody speaks before it, and that the phones are back after it. */
export type InUse = "calls" | "registrations";

export interface ResetStep {
  readonly kind: "reset";
  readonly how: ResetWay;
  /** What is looked at before and after it; missing where the profile says nothing of that. */
  readonly checks?: readonly InUse[];
}

/** One change, as data. The order within a plan is: what is put back, claims, creations, deliveries, removals, at most one reset. */
export type Step = ClaimStep | CreateKeyStep | DeliverStep | RemoveStep | ResetStep;

/** Whether the step may change what lines are on the box: only then a reset has a point. */
export function changesLines(step: Step): boolean {
  return step.kind === "deliver" || step.kind === "remove" || isUnseenClaim(step);
}

/** Without the steps that lost their point when others were taken out: a removal that a delivery was to make safe, the reset. */
export function withPoint(steps: readonly Step[], resetOutstanding: boolean): readonly Step[] {
  const delivered = new Set(steps.flatMap((step) => (step.kind === "deliver" ? [step.variable] : [])));
  const isUnsafe = (step: Step) =>
    step.kind === "remove" && step.provenBy === "delivery" && !delivered.has(step.variable);
  const left = steps.filter((step) => !isUnsafe(step));
  return resetOutstanding || left.some(changesLines) ? left : left.filter((step) => step.kind !== "reset");
}

export function isUnseenClaim(step: Step): step is ClaimStep {
  return step.kind === "claim" && step.source === "vendor";
}

/** Why nothing is written to a box until a person has looked. */
export interface SetAside {
  /** `line-lost`, `not-back`, `firmware-changed`, … */
  readonly code: string;
  readonly message: string;
  readonly since: string;
}

/** Something a person should know; it keeps nothing from being done. */
export interface PlanWarning {
  readonly code: string;
  readonly message: string;
}

/** A type that the box cannot get to its target, and why. The other types are still served. */
export interface Shortfall {
  readonly code:
    | "short-of-licenses"
    | "pool-unreachable"
    | "policy-forbids"
    | "issuer-not-accepted"
    | "not-writable"
    | "refused"
    | "not-removed"
    | `vendor-${string}`;
  readonly type: string;
  readonly message: string;
}

/** Everything that would be done to one box. */
export interface BoxPlan {
  readonly serial: SerialNumber;
  readonly address: string;
  /** Hash of all that the plan was computed from; another basis means that the plan is stale. */
  readonly basis: string;
  readonly steps: readonly Step[];
  readonly warnings: readonly PlanWarning[];
  readonly shortfalls: readonly Shortfall[];
  /** A portable key under another serial number was found and more of its type would be made: a person must say yes. */
  readonly needsPerson: boolean;
  /** Lines delivered or removed earlier wait for a restart. */
  readonly resetOutstanding: boolean;
  /** Lines are or will be installed, and the reset that puts them in force is forbidden by policy. */
  readonly resetForbidden: boolean;
  /** The pool did not answer, so what would be spent is not known. */
  readonly poolAway?: true;
  readonly setAside?: SetAside;
}
