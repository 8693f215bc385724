import type { SerialNumber } from "../../license/serial-number.ts";
import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import type { Actor } from "./actor.ts";

/** A person vouches that the box is the account's: from now on a site's agent may claim for it. Doing it twice does no harm. */
export async function enrollBox(pool: Pool, { name, account }: Actor, serial: SerialNumber): Promise<void> {
  await inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const whose = { account_id: account.id, serial };
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("box")
      .values({ ...whose, site: null, added_by: name, enrolled_by: name, added_at: at, reported_at: null, state: null })
      .onConflict((conflict) =>
        conflict
          .columns(["account_id", "serial"])
          .doUpdateSet({ enrolled_by: name })
          .where("box.enrolled_by", "is", null),
      )
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    await record(transaction, { actor: name, account: account.id, action: "enroll-box", detail: { serial } });
  });
}
