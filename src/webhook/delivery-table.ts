import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** One message to one destination that is not there yet; gone once it was delivered. */
export interface DeliveryRow {
  /** The same at every try, so that a receiver can tell a repetition. */
  id: string;
  /** The webhook's address, or another name that the sender knows. */
  destination: string;
  event: string;
  /** What is sent, to the byte; without secrets. */
  body: string;
  /** ISO 8601, UTC. */
  created_at: string;
  /** `pending`, or `kept` after the last try: then only a person has it tried again. */
  status: string;
  attempts: number;
  /** ISO 8601, UTC. */
  next_try_at: string;
  /** Why the last try failed, in words. */
  last_error: string | null;
}

/** Part of every database that tells others of something. */
export interface DeliveryTables {
  webhook_delivery: DeliveryRow;
}

/** Makes the outbox. For the numbered migrations of whatever database it lies in, SQLite or PostgreSQL. */
export const createDeliveryTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("webhook_delivery")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("destination", "text", (column) => column.notNull())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("next_try_at", "text", (column) => column.notNull())
      .addColumn("last_error", "text")
      .execute();
    await db.schema
      .createIndex("webhook_delivery_by_destination")
      .on("webhook_delivery")
      .columns(["destination", "status", "next_try_at"])
      .execute();
  },
};
