import type { Pool } from "../open-pool.ts";
import { dayStart } from "./day-start.ts";

/** Remembers that a token's budget was not enough, once a day, so that people are warned of it. */
export async function noteRefusedBudget({ db, now }: Pool, tokenId: string): Promise<void> {
  const at = now();
  await db
    .updateTable("token")
    .set({ refused_at: at.toISOString() })
    .where("id", "=", tokenId)
    .where(({ or, eb }) => or([eb("refused_at", "is", null), eb("refused_at", "<", dayStart(at))]))
    .execute();
}
