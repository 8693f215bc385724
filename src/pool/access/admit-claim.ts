import type { SerialNumber } from "../../license/serial-number.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { actorOf, type Caller } from "./caller.ts";
import { reserveTries } from "./reserve-tries.ts";
import { isWithinReach } from "./within-reach.ts";

/** Claims of an account; whoever guesses serial numbers gets no further. */
const limit = { tries: 60, withinMs: 60_000 };

/**
 * Whether a claim may be tried at all; it counts as a try. The database's operator is not limited.
 * @throws PoolError `forbidden` for a box out of a token's reach, `too-many-tries`
 */
export async function admitClaim(pool: Pool, caller: Caller, serial: SerialNumber): Promise<void> {
  if (!(await isWithinReach(pool, caller, serial))) {
    throw new PoolError("forbidden", `${serial} is none of the boxes of the token's site: its agent reports them`);
  }
  if (!caller.roles.has("operator")) await reserveTries(pool, { [`claim:${actorOf(caller).account.id}`]: limit });
}
