import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";

/** So many were registered on a box before its reset, and are to come back. */
export interface ExpectedRegistrations {
  readonly serial: SerialNumber;
  readonly count: number;
  /** When the reset was sent. */
  readonly since: string;
  /** How many there were at the last look. */
  readonly seen: number;
  /** They may take until then; missing while the restart was not seen yet. */
  readonly waitUntil?: string;
  /** They did not come back in time. */
  readonly missingSince?: string;
}

/** What a person is told of those that are missing. */
export function missingText({ serial, count, seen, since }: ExpectedRegistrations): string {
  return `only ${seen} of ${count} registrations are back since the reset at ${since}; when you have looked: varsync release ${serial}`;
}

export interface RegistrationRecords {
  of(serial: SerialNumber): Promise<ExpectedRegistrations | undefined>;
  /** To be called before a reset is sent; what is expected already stays. */
  expect(serial: SerialNumber, count: number, at: Date): Promise<void>;
  /** The restart was seen. */
  awaited(serial: SerialNumber, until: Date): Promise<void>;
  /** Those that other boxes are still waited for. */
  awaitedOfOthers(serial: SerialNumber, now: Date): Promise<ExpectedRegistrations | undefined>;
  missing(serial: SerialNumber, seen: number, at: Date): Promise<void>;
  /** Those that did not come back in time. */
  allMissing(): Promise<ExpectedRegistrations[]>;
  /** They are back, or a person has looked. Answers whether any were expected. */
  end(serial: SerialNumber): Promise<boolean>;
}

interface ExpectedRow {
  serial: string;
  count: number;
  since: string;
  seen: number;
  wait_until: string | null;
  missing_since: string | null;
}

export interface RegistrationTables {
  expected_registrations: ExpectedRow;
}

export const registrationMigrations = {
  "040-expected-registrations": {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable("expected_registrations")
        .addColumn("serial", "text", (column) => column.primaryKey())
        .addColumn("count", "integer", (column) => column.notNull())
        .addColumn("since", "text", (column) => column.notNull())
        .addColumn("seen", "integer", (column) => column.notNull())
        .addColumn("wait_until", "text")
        .addColumn("missing_since", "text")
        .execute();
    },
  },
};

/** No profile lets phones take longer; a time further ahead was written by a clock that was wrong. */
const longestMs = 3_600_000;

export function registrationRecords(db: Kysely<RegistrationTables>): RegistrationRecords {
  const update = (serial: SerialNumber) => db.updateTable("expected_registrations").where("serial", "=", serial);
  return {
    async of(serial) {
      const rows = db.selectFrom("expected_registrations").selectAll().where("serial", "=", serial);
      const row = await rows.executeTakeFirst();
      return row && toExpected(row);
    },
    async expect(serial, count, at) {
      await db
        .insertInto("expected_registrations")
        .values({ serial, count, since: at.toISOString(), seen: count, wait_until: null, missing_since: null })
        .onConflict((conflict) => conflict.column("serial").doNothing())
        .execute();
    },
    async awaited(serial, until) {
      await update(serial).set({ wait_until: until.toISOString() }).execute();
    },
    async awaitedOfOthers(serial, now) {
      const latest = new Date(now.getTime() + longestMs).toISOString();
      const row = await db
        .selectFrom("expected_registrations")
        .selectAll()
        .where("serial", "!=", serial)
        .where("missing_since", "is", null)
        .where("wait_until", ">", now.toISOString())
        .where("wait_until", "<=", latest)
        .executeTakeFirst();
      return row && toExpected(row);
    },
    async missing(serial, seen, at) {
      await update(serial).set({ seen, missing_since: at.toISOString() }).execute();
    },
    async allMissing() {
      const rows = db.selectFrom("expected_registrations").selectAll().where("missing_since", "is not", null);
      return (await rows.orderBy("serial").execute()).map(toExpected);
    },
    async end(serial) {
      const gone = await db.deleteFrom("expected_registrations").where("serial", "=", serial).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
  };
}

function toExpected(row: ExpectedRow): ExpectedRegistrations {
  const { serial, count, since, seen, wait_until, missing_since } = row;
  return {
    serial: serial as SerialNumber,
    count,
    since,
    seen,
    ...(wait_until !== null && { waitUntil: wait_until }),
    ...(missing_since !== null && { missingSince: missing_since }),
  };
}
