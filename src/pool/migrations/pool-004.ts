import { type Kysely, sql } from "kysely";
import { createDeliveryTable } from "../../webhook/delivery-table.ts";
import { createNoticeTable } from "../../webhook/notice-table.ts";

/** Who is told of what, budgets that were not enough, what a lot was spent on. */
export async function pool004(db: Kysely<unknown>): Promise<void> {
  await createDeliveryTable.up(db);
  await createNoticeTable.up(db);
  await db.schema.alterTable("token").addColumn("refused_at", "text").execute();
  await sql`create index license_key_unseen on license_key (account_id, created_at, id)
    where status = 'active' and seen_at is null and issuer = 'own'`.execute(db);
  await sql`create index license_key_still_installed on license_key (account_id, id)
    where status = 'revoked' and seen_on is not null`.execute(db);
  await db.schema.createIndex("lot_use_by_lot").on("lot_use").columns(["lot_id", "license_key_id"]).execute();
}
