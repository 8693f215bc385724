import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { BoxRow, JournalTables } from "./journal-tables.ts";

/** A box as it was last seen. */
export interface KnownBox {
  readonly serial: SerialNumber;
  readonly address?: string;
  readonly httpPort?: number;
  readonly product?: string;
  readonly firmware?: string;
  readonly profile?: string;
  readonly enrolledAt?: string;
  readonly upTimeSeconds?: number;
  readonly resetRequired?: boolean;
  /** Fingerprints of some lines of its configuration. */
  readonly settingsSample?: string;
}

/** What was seen of a box; what is missing or `undefined` was not. */
export type Observed = { readonly [K in keyof Omit<KnownBox, "serial" | "enrolledAt">]?: KnownBox[K] | undefined } & {
  readonly serial: SerialNumber;
};

/** What varsync remembers of boxes between runs. */
export interface KnownBoxes {
  all(): Promise<KnownBox[]>;
  find(serial: SerialNumber): Promise<KnownBox | undefined>;
  /**
   * Merges what was seen into what is known; nothing is written when nothing is new.
   * @param known where it was looked up just before
   */
  remember(box: Observed, known?: KnownBox): Promise<void>;
  enroll(serial: SerialNumber, at: Date): Promise<void>;
  /** Forgets the box whole. Answers whether it was known. */
  forget(serial: SerialNumber): Promise<boolean>;
}

export function knownBoxes(db: Kysely<JournalTables>, commit: Commit<JournalTables>): KnownBoxes {
  const find = async (serial: SerialNumber) => {
    const [row] = (await selectBox(db, { serial })).rows;
    return row && toBox(row);
  };
  return {
    find,
    async all() {
      return (await db.selectFrom("box").selectAll().orderBy("serial").execute()).map(toBox);
    },
    async remember(box, found) {
      const known = found ?? (await find(box.serial));
      const isNew = (name: keyof typeof box) => box[name] !== undefined && box[name] !== known?.[name];
      const changed = (Object.keys(box) as (keyof typeof box)[]).filter(isNew);
      if (known !== undefined && changed.length === 0) return;
      const row = toRow({
        ...known,
        ...Object.fromEntries(changed.map((name) => [name, box[name]])),
        serial: box.serial,
      });
      await commit((within) =>
        within
          .insertInto("box")
          .values(row)
          .onConflict((conflict) => conflict.column("serial").doUpdateSet(row))
          .execute(),
      );
    },
    async enroll(serial, at) {
      const enrolled_at = at.toISOString();
      await db
        .insertInto("box")
        .values(toRow({ serial, enrolledAt: enrolled_at }))
        .onConflict((conflict) => conflict.column("serial").doUpdateSet({ enrolled_at }))
        .execute();
    },
    async forget(serial) {
      const gone = await db.deleteFrom("box").where("serial", "=", serial).executeTakeFirst();
      for (const table of forgotten) {
        await db.deleteFrom(table).where("serial", "=", serial).execute();
      }
      return gone.numDeletedRows > 0n;
    },
  };
}

/** What is known of a box only. */
const forgotten = [
  "line",
  "removal",
  "delivery_proof",
  "refused_credential",
  "pending_reset",
  "expected_registrations",
  "box_state",
  "approval",
] as const;

const selectBox = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db.selectFrom("box").selectAll().where("serial", "=", given.serial),
);

function toBox(row: BoxRow): KnownBox {
  return {
    serial: row.serial as SerialNumber,
    ...(row.address !== null && { address: row.address }),
    ...(row.http_port !== null && { httpPort: row.http_port }),
    ...(row.product !== null && { product: row.product }),
    ...(row.firmware !== null && { firmware: row.firmware }),
    ...(row.profile !== null && { profile: row.profile }),
    ...(row.enrolled_at !== null && { enrolledAt: row.enrolled_at }),
    ...(row.up_time_seconds !== null && { upTimeSeconds: row.up_time_seconds }),
    ...(row.reset_required !== null && { resetRequired: row.reset_required === 1 }),
    ...(row.settings_sample !== null && { settingsSample: row.settings_sample }),
  };
}

function toRow(box: KnownBox): BoxRow {
  return {
    serial: box.serial,
    address: box.address ?? null,
    http_port: box.httpPort ?? null,
    product: box.product ?? null,
    firmware: box.firmware ?? null,
    profile: box.profile ?? null,
    enrolled_at: box.enrolledAt ?? null,
    up_time_seconds: box.upTimeSeconds ?? null,
    reset_required: box.resetRequired === undefined ? null : Number(box.resetRequired),
    settings_sample: box.settingsSample ?? null,
  };
}
