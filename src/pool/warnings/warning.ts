import type { Kysely } from "kysely";
import type { TokenLimits } from "../access/caller.ts";
import type { PoolTables } from "../pool-tables.ts";
import type { WarnLimits } from "./warn-limits.ts";

export const warningCodes = [
  "low-balance",
  "budget-used-up",
  "never-seen",
  "revoked-but-installed",
  "two-agents",
  "agent-copied",
] as const;

/** Something about an account that a person should know. */
export interface Warning {
  readonly code: (typeof warningCodes)[number];
  readonly message: string;
  readonly type?: string;
  readonly left?: number;
  readonly licenseKeyId?: string;
  readonly serial?: string;
  /** Id of an agent's token. */
  readonly tokenId?: string;
  readonly site?: string;
}

/** A warning with what it is found by: the same at every look, and different from all others of its code. */
export interface FoundWarning {
  readonly key: string;
  readonly warning: Warning;
}

/** Whose warnings are looked for, and when. */
export interface Watch {
  readonly db: Kysely<PoolTables>;
  readonly now: Date;
  readonly accountId: string;
  readonly warnLimits: WarnLimits;
  /** Of the agent that asks: it is told of what is its own. */
  readonly limits?: TokenLimits | undefined;
}

/** Finds the warnings of one code: so many after the one with that key, in an order that does not change. */
export type FindWarnings = (watch: Watch, limit: number, after: string | undefined) => Promise<readonly FoundWarning[]>;
