import { type Kysely, sql } from "kysely";

/** What a report of a box and the exchange of one look for. */
export async function pool003(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("license_key_by_box").on("license_key").column("serial").execute();
  await sql`create index license_key_revoked on license_key (account_id, seen_on)
    where status = 'revoked' and returned_at is null`.execute(db);
}
