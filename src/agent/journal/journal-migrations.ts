import type { Kysely } from "kysely";
import { createDeliveryTable } from "../../webhook/delivery-table.ts";
import { createNoticeTable } from "../../webhook/notice-table.ts";
import { approvalMigrations } from "./approval-tables.ts";
import { registrationMigrations } from "./expected-registrations.ts";
import { removalMigrations } from "./removal-tables.ts";

/** Numbered migrations; never change one that was shipped. */
export const journalMigrations = {
  ...approvalMigrations,
  ...registrationMigrations,
  ...removalMigrations,
  "001-journal": {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db;
      await schema
        .createTable("entry")
        .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("at", "text", (column) => column.notNull())
        .addColumn("serial", "text")
        .addColumn("address", "text")
        .addColumn("action", "text", (column) => column.notNull())
        .addColumn("phase", "text", (column) => column.notNull())
        .addColumn("intent", "integer", (column) => column.references("entry.id"))
        .addColumn("detail", "text", (column) => column.notNull())
        .execute();
      await schema.createIndex("entry_by_serial").on("entry").columns(["serial", "action"]).execute();
      await schema
        .createTable("box")
        .addColumn("serial", "text", (column) => column.primaryKey())
        .addColumn("address", "text")
        .addColumn("http_port", "integer")
        .addColumn("product", "text")
        .addColumn("firmware", "text")
        .addColumn("profile", "text")
        .addColumn("enrolled_at", "text")
        .addColumn("up_time_seconds", "integer")
        .addColumn("reset_required", "integer")
        .execute();
      await schema
        .createTable("line")
        .addColumn("serial", "text", (column) => column.notNull())
        .addColumn("identity", "text", (column) => column.notNull())
        .addColumn("delivered_at", "text")
        .addColumn("effective_at", "text")
        .addPrimaryKeyConstraint("line_primary", ["serial", "identity"])
        .execute();
      await schema
        .createTable("breaker")
        .addColumn("scope", "text", (column) => column.primaryKey())
        .addColumn("code", "text", (column) => column.notNull())
        .addColumn("message", "text", (column) => column.notNull())
        .addColumn("since", "text", (column) => column.notNull())
        .execute();
      await schema
        .createTable("refused_credential")
        .addColumn("serial", "text", (column) => column.primaryKey())
        .addColumn("salt", "text", (column) => column.notNull())
        .addColumn("hash", "text", (column) => column.notNull())
        .addColumn("at", "text", (column) => column.notNull())
        .execute();
      await schema
        .createTable("pending_reset")
        .addColumn("serial", "text", (column) => column.primaryKey())
        .addColumn("how", "text", (column) => column.notNull())
        .addColumn("intended_at", "text", (column) => column.notNull())
        .addColumn("sent_at", "text")
        .execute();
      await schema
        .createTable("wire_memory")
        .addColumn("name", "text", (column) => column.primaryKey())
        .addColumn("value", "text", (column) => column.notNull())
        .execute();
    },
  },
  "010-box-states": {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db;
      await schema
        .createTable("box_state")
        .addColumn("serial", "text", (column) => column.primaryKey())
        .addColumn("address", "text")
        .addColumn("outcome", "text", (column) => column.notNull())
        .addColumn("since", "text", (column) => column.notNull())
        .addColumn("waiting_for", "text")
        .addColumn("wait_kind", "text")
        .addColumn("error_code", "text")
        .addColumn("error_message", "text")
        .addColumn("failures", "integer", (column) => column.notNull())
        .addColumn("next_try_at", "text")
        .addColumn("looked_at", "text")
        .addColumn("passed_at", "text")
        .execute();
      await schema
        .createTable("fact")
        .addColumn("name", "text", (column) => column.primaryKey())
        .addColumn("value", "text", (column) => column.notNull())
        .execute();
      await schema.alterTable("box").addColumn("settings_sample", "text").execute();
    },
  },
  "021-entry-by-intent": {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.createIndex("entry_by_intent").on("entry").column("intent").execute();
    },
  },
  "030-outbox": createDeliveryTable,
  "031-notices": createNoticeTable,
  "042-what-passes-found": {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable("box_state").addColumn("answered_at", "text").execute();
      await schema.alterTable("box_state").addColumn("shortfalls", "text").execute();
    },
  },
};
