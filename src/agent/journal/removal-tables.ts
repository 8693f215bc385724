import type { Kysely } from "kysely";

/** The lines of one name that are taken off a box. */
export interface RemovalRow {
  serial: string;
  /** The name under which they stand on the box. */
  name: string;
  /** JSON: fingerprints of the lines that go. */
  removed: string;
  /** JSON: fingerprints of the lines that are to be there afterwards. */
  survivors: string;
  /** The file with the configuration as it was before. */
  backup: string;
  at: string;
  /** When it was read back and made permanent; from then on the box is to restart for it. */
  done_at: string | null;
}

/** That a line of a variable was put on a box and read back: so one that a deletion takes can be put back there, too. */
export interface DeliveryProofRow {
  serial: string;
  variable: string;
  firmware: string;
  /** 1 when another line of the variable was there, and still is. */
  beside: number;
}

/** Numbered migrations; never change one that was shipped. */
export const removalMigrations = {
  "041-removals": {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable("removal")
        .addColumn("serial", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("removed", "text", (column) => column.notNull())
        .addColumn("survivors", "text", (column) => column.notNull())
        .addColumn("backup", "text", (column) => column.notNull())
        .addColumn("at", "text", (column) => column.notNull())
        .addColumn("done_at", "text")
        .addPrimaryKeyConstraint("removal_primary", ["serial", "name"])
        .execute();
      await schema
        .createTable("delivery_proof")
        .addColumn("serial", "text", (column) => column.notNull())
        .addColumn("variable", "text", (column) => column.notNull())
        .addColumn("firmware", "text", (column) => column.notNull())
        .addColumn("beside", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("delivery_proof_primary", ["serial", "variable", "firmware", "beside"])
        .execute();
    },
  },
};
