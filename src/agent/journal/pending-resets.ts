import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalTables } from "./journal-tables.ts";

/** A reset that was intended or sent, and whose restart was not seen yet. */
export interface PendingReset {
  readonly serial: SerialNumber;
  readonly how: string;
  readonly intendedAt: string;
  readonly sentAt?: string;
}

/** The site's one reset slot: whoever has a pending reset holds it. */
export interface PendingResets {
  /** Takes the slot in one statement; answers the holder when it is another box. */
  take(serial: SerialNumber, how: string, at: Date): Promise<PendingReset | undefined>;
  sent(serial: SerialNumber, at: Date): Promise<void>;
  of(serial: SerialNumber): Promise<PendingReset | undefined>;
  /** The reset that holds the slot. */
  holder(): Promise<PendingReset | undefined>;
  /** The restart was seen, the box is not back, or a person has looked. */
  end(serial: SerialNumber): Promise<void>;
}

export function pendingResets(db: Kysely<JournalTables>): PendingResets {
  const toPending = (row: JournalTables["pending_reset"]): PendingReset => ({
    serial: row.serial as SerialNumber,
    how: row.how,
    intendedAt: row.intended_at,
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
  });
  const of = async (serial: SerialNumber) => {
    const [row] = (await selectPending(db, { serial })).rows;
    return row && toPending(row);
  };
  const holder = async () => {
    const row = await db.selectFrom("pending_reset").selectAll().executeTakeFirst();
    return row && toPending(row);
  };
  return {
    of,
    holder,
    async take(serial, how, at) {
      const intended_at = at.toISOString();
      await db
        .insertInto("pending_reset")
        .columns(["serial", "how", "intended_at"])
        .expression(
          db
            .selectNoFrom(({ val }) => [
              val(serial).as("serial"),
              val(how).as("how"),
              val(intended_at).as("intended_at"),
            ])
            .where(({ not, exists }) =>
              not(
                exists(
                  db.selectFrom("pending_reset as other").select("other.serial").where("other.serial", "!=", serial),
                ),
              ),
            ),
        )
        .onConflict((conflict) => conflict.column("serial").doNothing())
        .execute();
      if (await of(serial)) return undefined;
      return (await holder()) ?? this.take(serial, how, at);
    },
    async sent(serial, at) {
      await db.updateTable("pending_reset").set({ sent_at: at.toISOString() }).where("serial", "=", serial).execute();
    },
    async end(serial) {
      await db.deleteFrom("pending_reset").where("serial", "=", serial).execute();
    },
  };
}

const selectPending = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db.selectFrom("pending_reset").selectAll().where("serial", "=", given.serial),
);
