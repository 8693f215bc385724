import type { Kysely } from "kysely";

/**
 * - `open`: waits for a person
 * - `approved`: a person said yes, and it is not done yet
 * - `done`: what was approved was done
 * - `declined`: a person said no; the same plan is not asked for again
 * - `superseded`: the box, its keys or the policy changed, or it was done in another way
 * - `expired`: nobody answered in time, and it was asked for again
 */
export type ApprovalState = "open" | "approved" | "done" | "declined" | "superseded" | "expired";

export interface ApprovalRow {
  id: string;
  serial: string;
  basis: string;
  /** JSON, without license key codes. */
  steps: string;
  why: string;
  created_at: string;
  expires_at: string;
  state: ApprovalState;
  decided_at: string | null;
  decided_by: string | null;
  /** Why it was declined. */
  reason: string | null;
}

/** Numbered migrations; never change one that was shipped. */
export const approvalMigrations = {
  "020-approvals": {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable("approval")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("serial", "text", (column) => column.notNull())
        .addColumn("basis", "text", (column) => column.notNull())
        .addColumn("steps", "text", (column) => column.notNull())
        .addColumn("why", "text", (column) => column.notNull())
        .addColumn("created_at", "text", (column) => column.notNull())
        .addColumn("expires_at", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("decided_at", "text")
        .addColumn("decided_by", "text")
        .addColumn("reason", "text")
        .execute();
      await schema.createIndex("approval_by_serial").on("approval").columns(["serial", "state"]).execute();
    },
  },
};
