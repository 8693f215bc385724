import type { Generated, Kysely } from "kysely";
import { createDeliveryTable } from "../../webhook/delivery-table.ts";
import { createNoticeTable } from "../../webhook/notice-table.ts";
import type { ToldTables } from "../../webhook/notices.ts";
import { type ApprovalRow, approvalMigrations } from "./approval-tables.ts";
import { type RegistrationTables, registrationMigrations } from "./expected-registrations.ts";
import type { JournalAction } from "./journal-action.ts";
import { type DeliveryProofRow, type RemovalRow, removalMigrations } from "./removal-tables.ts";

/** One thing intended, done or seen. */
export interface EntryRow {
  id: Generated<number>;
  /** ISO 8601, UTC. */
  at: string;
  serial: string | null;
  address: string | null;
  /** `backup`, `claim`, `create-key`, `deliver`, `reset`, … */
  action: JournalAction;
  phase: "intent" | "done" | "failed" | "seen";
  /** The intent that this is the result of. */
  intent: number | null;
  /** JSON, without secrets. */
  detail: string;
}

export interface BoxRow {
  serial: string;
  address: string | null;
  http_port: number | null;
  product: string | null;
  firmware: string | null;
  profile: string | null;
  /** When a person vouched for it; boxes listed in the configuration need none. */
  enrolled_at: string | null;
  up_time_seconds: number | null;
  /** 0 or 1 */
  reset_required: number | null;
  /** JSON: fingerprints of some of the configuration's lines, by which a factory reset shows. */
  settings_sample: string | null;
}

export interface BoxStateRow {
  serial: string;
  address: string | null;
  outcome: string;
  /** When the outcome became this one. */
  since: string;
  waiting_for: string | null;
  /** Machine-readable: `window`, `approval`, … */
  wait_kind: string | null;
  error_code: string | null;
  error_message: string | null;
  /** In a row. */
  failures: number;
  next_try_at: string | null;
  looked_at: string | null;
  passed_at: string | null;
}

export interface FactRow {
  /** `last-round`, `agent-id`, … */
  name: string;
  value: string;
}

export interface LineRow {
  serial: string;
  identity: string;
  delivered_at: string | null;
  effective_at: string | null;
}

export interface BreakerRow {
  /** `box:<serial>` or `profile:<id>` */
  scope: string;
  code: string;
  message: string;
  since: string;
}

export interface RefusedCredentialRow {
  serial: string;
  salt: string;
  hash: string;
  at: string;
}

export interface PendingResetRow {
  serial: string;
  how: string;
  intended_at: string;
  /** Missing while it is only intended. */
  sent_at: string | null;
}

export interface WireMemoryRow {
  /** `digest:<address>:<port>` or `host-key:<serial>` */
  name: string;
  value: string;
}

export interface JournalTables extends ToldTables, RegistrationTables {
  entry: EntryRow;
  box: BoxRow;
  line: LineRow;
  breaker: BreakerRow;
  refused_credential: RefusedCredentialRow;
  pending_reset: PendingResetRow;
  wire_memory: WireMemoryRow;
  box_state: BoxStateRow;
  fact: FactRow;
  approval: ApprovalRow;
  removal: RemovalRow;
  delivery_proof: DeliveryProofRow;
}

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
};
