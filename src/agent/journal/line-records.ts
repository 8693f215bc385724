import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { LineRecord } from "../verify/effective.ts";
import type { JournalTables } from "./journal-tables.ts";

/** Which lines varsync delivered to a box, and which outlived a restart. */
export interface LineRecords {
  of(serial: SerialNumber): Promise<LineRecord[]>;
  /** To be called before the line is sent: if it is there at the next look, the box must restart for it. */
  delivered(serial: SerialNumber, identity: string, at: Date): Promise<void>;
  /**
   * These are on the box: records of others go, and new ones are noted, so that a later restart can prove them. Answers
   * whether that changed anything.
   * @param known where they were looked up just before
   */
  present(serial: SerialNumber, identities: readonly string[], known?: readonly LineRecord[]): Promise<boolean>;
  /** The box restarted, and these are still there. */
  outlived(serial: SerialNumber, identities: readonly string[], at: Date): Promise<void>;
}

export function lineRecords(db: Kysely<JournalTables>, commit: Commit<JournalTables>): LineRecords {
  const of = async (serial: SerialNumber): Promise<LineRecord[]> => {
    const { rows } = await selectLines(db, { serial });
    return rows.map((row) => ({
      identity: row.identity,
      deliveredAt: row.delivered_at ?? undefined,
      effectiveAt: row.effective_at ?? undefined,
    }));
  };
  return {
    of,
    async delivered(serial, identity, at) {
      const fresh = { delivered_at: at.toISOString(), effective_at: null };
      await commit((within) =>
        within
          .insertInto("line")
          .values({ serial, identity, ...fresh })
          .onConflict((conflict) => conflict.columns(["serial", "identity"]).doUpdateSet(fresh))
          .execute(),
      );
    },
    async present(serial, identities, records) {
      const known = (records ?? (await of(serial))).map((record) => record.identity);
      const gone = known.filter((identity) => !identities.includes(identity));
      const added = identities.filter((identity) => !known.includes(identity));
      if (gone.length > 0)
        await db.deleteFrom("line").where("serial", "=", serial).where("identity", "in", gone).execute();
      if (added.length === 0) return gone.length > 0;
      const rows = [...new Set(added)].map((identity) => ({
        serial,
        identity,
        delivered_at: null,
        effective_at: null,
      }));
      await commit((within) => within.insertInto("line").values(rows).execute());
      return true;
    },
    async outlived(serial, identities, at) {
      if (identities.length === 0) return;
      await commit((within) =>
        within
          .updateTable("line")
          .set({ effective_at: at.toISOString() })
          .where("serial", "=", serial)
          .where("identity", "in", [...identities])
          .execute(),
      );
    },
  };
}

const selectLines = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db.selectFrom("line").selectAll().where("serial", "=", given.serial),
);
