import type { SerialNumber } from "../../license/serial-number.ts";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";

/** Whether an agent may write to a box, or another one does. */
export type BoxHold = { readonly held: true } | { readonly held: false; readonly by: string; readonly until: string };

/** No agent holds a box for longer, in milliseconds; a time further ahead was written by a clock that was wrong. */
export const longestHoldMs = 3_600_000;

/**
 * Lets one agent at a time write to a box. A hold ends by itself, as the agent may.
 * @param forMs 0 lets go
 */
export function holdBox(
  pool: Pool,
  actor: Actor,
  { serial, agent, forMs }: { readonly serial: SerialNumber; readonly agent: string; readonly forMs: number },
): Promise<BoxHold> {
  const account_id = actor.account.id;
  return inTransaction(pool, async ({ db, at }) => {
    const now = Date.parse(at);
    const holds = db.selectFrom("box_hold").selectAll().where("account_id", "=", account_id);
    const other = await holds.where("serial", "=", serial).where("agent", "!=", agent).executeTakeFirst();
    const leftMs = other === undefined ? 0 : Date.parse(other.until) - now;
    if (other !== undefined && leftMs > 0 && leftMs <= longestHoldMs) {
      return { held: false, by: other.agent, until: other.until };
    }
    const until = new Date(now + forMs).toISOString();
    await db
      .insertInto("box_hold")
      .values({ account_id, serial, agent, until })
      .onConflict((conflict) => conflict.columns(["account_id", "serial"]).doUpdateSet({ agent, until }))
      .execute();
    return { held: true };
  });
}
