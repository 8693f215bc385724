import type { Kysely } from "kysely";

/** Which agents are at work at which site. */
export async function pool005({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("agent")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("site", "text", (column) => column.notNull())
    .addColumn("last", "text", (column) => column.notNull())
    .addColumn("every_ms", "bigint", (column) => column.notNull())
    .addColumn("first_at", "text", (column) => column.notNull())
    .addColumn("reported_at", "text", (column) => column.notNull())
    .addColumn("copy_seen_at", "text")
    .addPrimaryKeyConstraint("agent_primary", ["account_id", "id"])
    .execute();
}
