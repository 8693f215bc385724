import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Caller } from "./caller.ts";

/** Ends the session that was shown. @throws PoolError `unauthenticated` where none was */
export async function logOut({ db, now }: Pool, { personId, tokenId }: Caller): Promise<void> {
  if (personId === undefined || tokenId === undefined) {
    throw new PoolError("unauthenticated", "there is no session to end: nobody is logged in");
  }
  await db.updateTable("token").set({ revoked_at: now().toISOString() }).where("id", "=", tokenId).execute();
}
