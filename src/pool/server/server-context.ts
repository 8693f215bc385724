import type { Logger } from "pino";
import type { Caller } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";

/** Whom a token is taken for. @throws PoolError for one that is unknown, expired or revoked */
export type Authenticate = (pool: Pool, bearer: string, accountEmail?: string) => Promise<Caller>;

/** What the routes of the server share. */
export interface ServerContext {
  readonly pool: Pool;
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  readonly limits: ServerLimits;
}

export interface ServerLimits {
  /** Requests a minute with one token. */
  readonly perToken: number;
  /** Requests a minute from one address, whatever their tokens. */
  readonly perAddress: number;
  /** Tokens from one address that were no good, a minute. */
  readonly refusedPerAddress: number;
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** How long a request may take to arrive, in milliseconds; twice that until it is answered. */
  readonly requestMs: number;
}

export const defaultLimits: ServerLimits = {
  perToken: 30_000,
  perAddress: 60_000,
  refusedPerAddress: 60,
  bodyBytes: 1024 * 1024,
  requestMs: 60_000,
};
