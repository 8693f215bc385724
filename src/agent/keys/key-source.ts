import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { BoxStatus } from "../report/site-status.ts";

/** A line that exists for a box, and may be delivered to it. */
export interface OfferedLine {
  readonly line: LicenseLine;
  /** Whose key it is: boxes take the vendor's unless the operator says otherwise. */
  readonly issuer: "own" | "vendor";
  /** `master.txt:3`, or `pool`. */
  readonly source: string;
}

/** A predefined license that waits to be claimed for the box. */
export interface PredefinedOffer {
  readonly id: string;
  readonly type: string;
  readonly count: number;
}

/** Licenses that a source may have for the box, and shows only once they are claimed: what is in them nobody knows before. */
export interface UnseenOffer {
  readonly issuer: "vendor";
  /** Why it is not asked now; `final` when asking again would bring the same answer. */
  readonly blocked?: { readonly code: `vendor-${string}`; readonly message: string; readonly final: boolean };
}

/** What exists for a box, and what could be claimed for it. */
export interface Offers {
  readonly lines: readonly OfferedLine[];
  readonly predefined: readonly PredefinedOffer[];
  readonly unseen?: UnseenOffer | undefined;
  /** Why the source could not be asked; what it offers is then what it said last, and nothing can be created. */
  readonly away?: string | undefined;
}

/** The newest entry of a pool's ledger. */
export interface LedgerHead {
  readonly sequence: number;
  readonly hash: string;
  /** Hash of the entry that was asked for; missing where the ledger is shorter. */
  readonly hashAt?: string | undefined;
}

/** A ledger that only ever grows. */
export interface PoolLedger {
  /** Which pool it is. */
  readonly identity: string;
  head(sequence: number | undefined): Promise<LedgerHead>;
}

/** What an agent tells the pool of itself; each report names the one before it. */
export interface SiteAgentReport {
  readonly site: string;
  readonly agent: string;
  readonly after?: string;
  readonly next: string;
  /** Between two reports, in milliseconds. */
  readonly everyMs: number;
  /** Its state folder comes from another machine. */
  readonly moved?: boolean;
}

/** `copied`: another one with the same id is at work; `wait`: the one on the other machine may still be. */
export type AgentVerdict =
  | { readonly verdict: "go-on"; readonly others: readonly { readonly agent: string; readonly lastReport: string }[] }
  | { readonly verdict: "copied" | "wait" };

/** Whether an agent may write to a box, or another one does. */
export type BoxHold = { readonly held: true } | { readonly held: false; readonly by: string; readonly until: string };

/** What the pool says of a key code. */
export interface KeyFact {
  readonly status: "active" | "revoked";
  readonly type: string;
  readonly count: number;
  readonly serial?: SerialNumber;
  readonly issuer: "own" | "vendor";
}

export interface ClaimRequest {
  readonly requestId: string;
  /** Gives up waiting for whoever is asked. */
  readonly signal?: AbortSignal;
}

/** What is to be created: `total` is what the pool's active keys of the type for the box shall add up to. */
export interface CreateRequest {
  readonly serial: SerialNumber;
  readonly type: string;
  readonly total: number;
  readonly customer?: string;
  readonly location?: string;
  readonly description?: string;
  /** The same id gives the same key, after a crash or a lost answer. */
  readonly requestId: string;
}

/** Where keys come from. Everything is asked for in whole sets and totals, so that asking twice does no harm. */
export interface KeySource extends AsyncDisposable {
  readonly name: "answers" | "files" | "vendor" | "pool";
  /** Whether `create` can be asked for, and `claim` of what it predefined. */
  readonly canCreate: boolean;
  /** Claims nothing, and asks no vendor. */
  offers(serial: SerialNumber): Promise<Offers>;
  /** @throws an error that `isAway` knows, while the source cannot be asked */
  balance(): Promise<
    readonly { readonly type: string; readonly loaded: number; readonly used: number; readonly left: number }[]
  >;
  /** Licenses created today, by the pool's clock: for the box, and in all. */
  spentToday(serial: SerialNumber): Promise<{ readonly box: number; readonly day: number }>;
  /** Makes the box's predefined licenses this account's, for ever. @throws PoolError `not-yours`, …; VendorSiteError */
  claim(serial: SerialNumber, request: ClaimRequest): Promise<readonly OfferedLine[]>;
  /** Makes one key of what is missing to the total. @throws PoolError `short-of-licenses`, … */
  create(request: CreateRequest): Promise<readonly OfferedLine[]>;
  /** What is known of key codes; codes that are not known are missing. */
  lookUp(codes: readonly string[]): Promise<ReadonlyMap<string, KeyFact>>;
  /** What a request id brought; empty when it brought nothing. */
  find(requestId: string): Promise<readonly OfferedLine[]>;
  /** Told the key codes of all license lines that were read back from a box. */
  report?(serial: SerialNumber, codes: readonly string[]): Promise<void>;
  /** Told how all boxes of a site stand: those that are not named are not the site's any more. */
  reportSite?(site: string, boxes: readonly BoxStatus[]): Promise<void>;
  /** Told that this agent is at work; answers whether it is the only one of its id. */
  reportAgent?(report: SiteAgentReport): Promise<AgentVerdict>;
  /** Keeps other agents from writing to the box for so long; 0 lets go. Answers who holds it instead. */
  holdBox?(serial: SerialNumber, agent: string, forMs: number): Promise<BoxHold>;
  /** Of sources that keep one. */
  readonly ledger?: PoolLedger;
}
