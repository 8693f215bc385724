import type { Kysely } from "kysely";
import { z } from "zod";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalTables } from "./journal-tables.ts";

/** A deletion of the lines of one name, and what it must not take with it; lines by `lineFingerprint`. */
export interface Removal {
  readonly name: string;
  readonly removed: readonly string[];
  readonly survivors: readonly string[];
  /** The file with the configuration as it was before. */
  readonly backup: string;
  /** When it was read back and made permanent; missing while it is not finished. */
  readonly doneAt?: string;
}

/** What is taken off boxes: written before the deletion is sent, so that a run that was cut off loses no other line. */
export interface Removals {
  of(serial: SerialNumber): Promise<Removal[]>;
  begin(serial: SerialNumber, removal: Omit<Removal, "doneAt">, at: Date): Promise<void>;
  /** These were read back to be gone, and that is permanent: the box is to restart for it. */
  finish(serial: SerialNumber, name: string, removed: readonly string[], at: Date): Promise<void>;
  /** Nothing was taken off, or a restart came after it. */
  end(serial: SerialNumber, name: string): Promise<void>;
}

const fingerprints = z.array(z.string());

export function removals(db: Kysely<JournalTables>): Removals {
  return {
    async of(serial) {
      return (await selectRemovals(db, { serial })).rows.map((row) => ({
        name: row.name,
        removed: fingerprints.parse(JSON.parse(row.removed)),
        survivors: fingerprints.parse(JSON.parse(row.survivors)),
        backup: row.backup,
        ...(row.done_at !== null && { doneAt: row.done_at }),
      }));
    },
    async begin(serial, { name, removed, survivors, backup }, at) {
      const what = { removed: JSON.stringify(removed), survivors: JSON.stringify(survivors), backup };
      const row = { ...what, at: at.toISOString(), done_at: null };
      await db
        .insertInto("removal")
        .values({ serial, name, ...row })
        .onConflict((conflict) => conflict.columns(["serial", "name"]).doUpdateSet(row))
        .execute();
    },
    async finish(serial, name, removed, at) {
      await db
        .updateTable("removal")
        .set({ removed: JSON.stringify(removed), done_at: at.toISOString() })
        .where("serial", "=", serial)
        .where("name", "=", name)
        .execute();
    },
    async end(serial, name) {
      await db.deleteFrom("removal").where("serial", "=", serial).where("name", "=", name).execute();
    },
  };
}

const selectRemovals = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db.selectFrom("removal").selectAll().where("serial", "=", given.serial).orderBy("at"),
);
