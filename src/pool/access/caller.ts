import type { SerialNumber } from "../../license/serial-number.ts";
import { PoolError } from "../pool-error.ts";
import { type Account, checkEnabled } from "./account.ts";
import type { Actor } from "./actor.ts";
import type { Role } from "./role.ts";

/** What an agent's token is limited to. */
export interface TokenLimits {
  readonly id: string;
  /** The boxes that it is for; else it is for a site. */
  readonly serials?: ReadonlySet<SerialNumber>;
  readonly site?: string;
  /** Licenses that may be created for a box, and in all, a day. */
  readonly perBox?: number;
  readonly perDay?: number;
}

/** Somebody at the pool's door: who it is, what they may be, and for which account they speak. */
export interface Caller {
  /** An e-mail address, `token NAME`, or `operator`: what the ledger tells. */
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  readonly account?: Account;
  /** Why there is none, where one was looked for. */
  readonly whyNoAccount?: PoolError;
  /** The person behind a session. */
  readonly personId?: string;
  /** The session or token that was shown. */
  readonly tokenId?: string;
  readonly limits?: TokenLimits;
  /** The network address that the request came from, where it came over one: tries are counted by it. */
  readonly from?: string;
}

/** The caller as somebody who looks at an account or takes something from it. @throws PoolError `account-needed` */
export function actorOf({ name, account, whyNoAccount, limits }: Caller): Actor {
  if (account === undefined) {
    throw (
      whyNoAccount ?? new PoolError("account-needed", "it is not clear which account is meant: name one with --account")
    );
  }
  return { name, account, ...(limits && { tokenId: limits.id }) };
}

/** The caller as somebody who spends, adds or gives for an account. @throws PoolError `account-needed`, `account-disabled` */
export function spenderOf(caller: Caller): Actor {
  const actor = actorOf(caller);
  checkEnabled(actor.account);
  return actor;
}
