import type { Logger } from "pino";
import type { Credential } from "../../box/credential.ts";
import type { Sighting } from "../../box/discover/sighting.ts";
import type { Endpoint } from "../../box/endpoint.ts";
import type { Profile } from "../../box/profile/profile.ts";
import type { BoxHttp } from "../../box/transport/http/box-http.ts";
import type { BoxSession } from "../../box/transport/http/box-session.ts";
import type { BoxSnmp } from "../../box/transport/snmp/box-snmp.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { AgentSelf } from "../identity/agent-self.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { KeySource } from "../keys/key-source.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import type { Clock } from "./clock.ts";
import type { SiteEvents } from "./site-events.ts";

/** What the configuration says of one box; standing there enrolls it. */
export interface ConfiguredBox {
  /** What people call it. */
  readonly name?: string;
  readonly endpoint?: Endpoint;
  readonly deliver?: "http" | "ssh";
  /** The box that it stands in for; the two are never away together. */
  readonly standbyOf?: SerialNumber;
  readonly labels: { readonly customer?: string; readonly location?: string; readonly description?: string };
  /** License type to total. */
  readonly licenses: ReadonlyMap<string, number>;
}

/** Everything that passes and rounds over one site need; built by the command line, and nothing else is reached for. */
export interface Site {
  readonly name: string;
  readonly boxes: ReadonlyMap<SerialNumber, ConfiguredBox>;
  readonly acceptsKeysFrom: "vendor" | "own";
  /** Only the lines of one file are put on the boxes: what these lack is not looked at. */
  readonly pushes?: true;
  readonly policy: PlanPolicy;
  /** Whether lines whose keys were revoked are taken off the boxes. */
  readonly removesRevoked: boolean;
  /** Whether the service may deliver and reset now. One-shot commands do not ask. */
  inWindow(now: Date): boolean;
  readonly hasWindow: boolean;
  /** Why this machine's clock cannot be trusted now; the service then resets nothing. */
  clockDoubt(now: Date): string | undefined;
  /** When the window opens next; `undefined` where it is open, or there is none. */
  nextOpening(now: Date): Date | undefined;
  /** How long a person may take to answer, in milliseconds; and how long a yes holds. */
  readonly approvalsExpireMs: number;
  readonly stateDir: string;
  readonly httpPort: number;
  readonly sshPort: number;
  /** How many boxes are worked on at the same time. */
  readonly parallel: number;
  readonly wires: {
    readonly http: BoxHttp;
    readonly snmp: BoxSnmp;
    readonly profiles: readonly Profile[];
    readonly session: BoxSession;
  };
  /** Host keys that the operator wrote down; where there is none, the first one seen is pinned. */
  readonly hostKeys: ReadonlyMap<SerialNumber, string>;
  readonly journal: Journal;
  /** Which agent works here, and whether it stands back. */
  readonly self: AgentSelf;
  /** In the operator's order of preference. */
  readonly sources: readonly KeySource[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Who is told what happens. */
  readonly events: SiteEvents;
  isInside(address: string): boolean;
  credentialFor(box: { serial: SerialNumber; profile: string; address: string }): Promise<Credential | undefined>;
  /** Sweeps the configured networks. @param probed called for every probe */
  discover(signal: AbortSignal, probed?: () => void): Promise<readonly Sighting[]>;
  /** Held while a box is written; other processes wait. */
  lockBox(serial: SerialNumber, signal: AbortSignal): Promise<Disposable>;
}
