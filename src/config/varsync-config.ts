import type { SerialNumber } from "../license/serial-number.ts";
import type { Thresholds } from "./low-balance.ts";
import type { Range } from "./network.ts";
import type { Window } from "./window.ts";

/** One entry under `credentials`; the first that matches a box is used. */
export interface CredentialEntry {
  readonly match: { readonly serial?: SerialNumber; readonly profile?: string; readonly network?: Range };
  readonly user: string;
  /** Reads it anew, so that a changed file is noticed. @throws ConfigError */
  password(): Promise<string>;
}

/** A box that stands in the configuration, and is enrolled by that. */
export interface BoxEntry {
  readonly address?: string;
  readonly httpPort: number;
  readonly deliver?: "http" | "ssh";
  /** The box that it stands in for. */
  readonly standbyOf?: SerialNumber;
  readonly name?: string;
  readonly labels: { readonly customer?: string; readonly location?: string; readonly description?: string };
  /** License type to total. */
  readonly licenses: ReadonlyMap<string, number>;
  /** Names of license files whose lines without a serial number are for this box. */
  readonly files: readonly string[];
}

/** How the vendor's site is asked for license files. */
export interface VendorEntry {
  readonly url: URL;
  /** The e-mail address of the account. */
  readonly user: string;
  /** Reads it anew, so that a changed file is noticed. @throws ConfigError */
  password(): Promise<string>;
  /** The operator's own copy of what is known of the pages. */
  readonly pages?: string;
  readonly askAgainAfterMs: number;
}

/** A pool whose database this machine opens itself. */
export interface DatabaseEntry {
  /** Path of a SQLite file, or `postgres://…`. */
  readonly database: string;
  /** The same to open it by: with the password that a file or the environment holds. @throws ConfigError */
  address(): Promise<string>;
  /** E-mail address of the account that is meant. */
  readonly account?: string;
  /** When a person is warned, as far as it is said. */
  readonly warnings?: {
    readonly lowBalance?: Thresholds;
    /** How long a license key may be seen on no box. */
    readonly unseenAfterMs?: number;
  };
}

/** A pool behind a server. */
export interface PoolServerEntry {
  readonly url: URL;
  /** The token of an agent, or a person's session, which `pool login` writes. */
  readonly tokenFile: string;
  /** Certificates (PEM) that the server's must come from, instead of those that the system knows. */
  readonly caFile?: string;
  readonly account?: string;
}

/** The configuration, with defaults filled in and paths made absolute. */
export interface VarsyncConfig {
  /** The file it came from; missing for the defaults. */
  readonly file?: string;
  readonly site: string;
  readonly networks: readonly Range[];
  readonly acceptsKeysFrom: "vendor" | "own";
  readonly stateDir: string;
  readonly profilesDir?: string;
  readonly ports: { readonly http: number; readonly snmp: number; readonly ssh: number };
  readonly discovery: {
    readonly ways: readonly ("snmp" | "http")[];
    readonly probesPerSecond: number;
    readonly everyMs: number;
    snmpCommunity(): Promise<string>;
  };
  readonly credentials: readonly CredentialEntry[];
  /** Written-down host keys by serial number; a box without one has its first key pinned. */
  readonly hostKeys: ReadonlyMap<SerialNumber, string>;
  readonly pool?: DatabaseEntry | PoolServerEntry;
  /** How `varsync pool serve` listens. */
  readonly poolServer: {
    readonly listen: { readonly host: string; readonly port: number };
    readonly tls?: { readonly certFile: string; readonly keyFile: string };
    /** Addresses and networks of proxies. */
    readonly trustProxy: readonly string[];
    /** Whether it makes itself known on the LAN by DNS-SD. */
    readonly announce: boolean;
    /** With one token. */
    readonly requestsPerMinute?: number;
  };
  /** The vendor's site, asked only where `keys` names it. */
  readonly vendor?: VendorEntry;
  /** In order of preference. */
  readonly keys: readonly ("files" | "vendor" | "pool")[];
  readonly filesDir?: string;
  readonly policy: {
    readonly create: "never" | "ask" | { readonly perBox: number; readonly perDay: number };
    readonly claim: "never" | "ask" | "always";
    readonly reset: "never" | "when-idle" | "now";
    /** Whether lines whose keys were revoked are taken off the boxes. */
    readonly removeRevoked: boolean;
    readonly window?: Window;
    readonly approvalsExpireMs: number;
  };
  readonly schedule: { readonly reconcile: string; readonly jitterMs: number; readonly identityMs: number };
  /** Who is told what needs a person. */
  readonly webhooks: readonly {
    readonly url: string;
    readonly events: readonly string[];
    readonly allowPrivate: boolean;
    /** Reads it anew. @throws ConfigError */
    secret(): Promise<string>;
  }[];
  /** A command that is given each message on stdin. */
  readonly mail?: { readonly command: readonly string[]; readonly events: readonly string[] };
  /** How long the service keeps what stands in the journal, in milliseconds. */
  readonly journalKeepMs: number;
  /** Where the service serves its health and metrics; nowhere by default. */
  readonly server?: { readonly host: string; readonly port: number };
  readonly boxes: ReadonlyMap<SerialNumber, BoxEntry>;
}
