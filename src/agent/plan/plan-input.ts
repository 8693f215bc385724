import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { KeyFact, OfferedLine, PredefinedOffer, UnseenOffer } from "../keys/key-source.ts";
import type { InUse, ResetWay } from "./step.ts";

/** Licenses a box and day, and in all a day, that the service may create by itself. */
export interface CreateBudget {
  readonly perBox: number;
  readonly perDay: number;
}

export interface PlanPolicy {
  readonly create: "never" | "ask" | CreateBudget;
  readonly claim: "never" | "ask" | "always";
  readonly reset: "never" | ResetWay;
}

/** What decides about taking a line off a box. */
export interface RemovalFacts {
  /** Why nothing is taken off now: the pool does not answer, or is not what it was. */
  readonly blocked?: string | undefined;
  /** Lines of which variables were seen to be put on this box, as it is now: alone, or beside another one. */
  readonly proofs: ReadonlyMap<string, "alone" | "beside">;
}

/** What the planner needs to know of a box and its profile. */
export interface PlannedBox {
  readonly serial: SerialNumber;
  readonly address: string;
  readonly product: string | undefined;
  readonly firmware: string | undefined;
  readonly profile: string;
  /** Why nothing may be written to it; `undefined` when it may. */
  readonly notWritable: string | undefined;
  readonly knownVariables: ReadonlySet<string>;
  readonly usualTypes: ReadonlySet<string>;
  /** What its profile says how to read. */
  readonly inUse?: readonly InUse[];
}

/** All that one box's plan is computed from, gathered before; balance and other boxes are no part of it. */
export interface PlanInput {
  readonly box: PlannedBox;
  readonly installed: readonly LicenseLine[];
  /** Lines that a removal, which was cut off, took from the box with others: they count as installed, and go back first. */
  readonly putBack: readonly LicenseLine[];
  /** What such a removal was for, and is off the box. */
  readonly begun: readonly LicenseLine[];
  /** Missing where revoked lines are not taken off. */
  readonly removal?: RemovalFacts | undefined;
  /** Lines that varsync delivered or removed wait for a restart. */
  readonly resetOutstanding: boolean;
  /** License type to total, from the configuration. */
  readonly target: ReadonlyMap<string, number>;
  readonly labels: { readonly customer?: string; readonly location?: string; readonly description?: string };
  /** What exists for the box, in the operator's order of preference. */
  readonly offers: readonly OfferedLine[];
  readonly predefined: readonly PredefinedOffer[];
  /** Where more may be claimed whose contents nobody knows; `beforeCreating` when it is preferred to creating keys. */
  readonly unseen?: (UnseenOffer & { readonly beforeCreating: boolean }) | undefined;
  /** What the pool says of key codes, by code. */
  readonly keyFacts: ReadonlyMap<string, KeyFact>;
  /** Whether any source can make keys, and whose they would be. */
  readonly creates: boolean;
  /** Why the source that could make keys cannot be asked now. */
  readonly poolAway?: string | undefined;
  readonly acceptsKeysFrom: "vendor" | "own";
  readonly policy: PlanPolicy;
  /** What a person said instead of `policy.reset`; no part of the basis. */
  readonly resetOverride?: PlanPolicy["reset"] | undefined;
}
