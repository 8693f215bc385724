import type { Kysely } from "kysely";

/** Which agent writes to a box now. */
export async function pool007({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("box_hold")
    .addColumn("account_id", "text", (column) => column.notNull().references("account.id"))
    .addColumn("serial", "text", (column) => column.notNull())
    .addColumn("agent", "text", (column) => column.notNull())
    .addColumn("until", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("box_hold_primary", ["account_id", "serial"])
    .execute();
}
