import type { Account } from "../../src/pool/access/account.ts";
import type { Actor } from "../../src/pool/access/actor.ts";

/** The person of that address, acting for her own account. */
export function actFor(account: Account): Actor {
  return { name: account.email, account };
}
