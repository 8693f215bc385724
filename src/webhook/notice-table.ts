import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Something that people were told of, or will be once it has held long enough; gone once it is over. */
export interface NoticeRow {
  /** One a thing. */
  subject: string;
  event: string;
  message: string;
  /** ISO 8601, UTC. */
  since: string;
  /** When it was told last. */
  told_at: string | null;
}

/** Part of every database whose owner tells people what needs them. */
export interface NoticeTables {
  notice: NoticeRow;
}

/** For the numbered migrations of whatever database it lies in, SQLite or PostgreSQL. */
export const createNoticeTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("notice")
      .addColumn("subject", "text", (column) => column.primaryKey())
      .addColumn("event", "text", (column) => column.notNull())
      .addColumn("message", "text", (column) => column.notNull())
      .addColumn("since", "text", (column) => column.notNull())
      .addColumn("told_at", "text")
      .execute();
  },
};
