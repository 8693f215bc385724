import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalAction } from "./journal-action.ts";
import type { EntryRow, JournalTables } from "./journal-tables.ts";

/** What an entry says; `detail` must carry no secret and no whole license key code. */
export interface EntryFacts {
  readonly serial?: SerialNumber | undefined;
  readonly address?: string | undefined;
  readonly action: JournalAction;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One entry, as `varsync history` shows it. */
export interface JournalEntry {
  readonly id: number;
  readonly at: string;
  readonly serial?: string;
  readonly address?: string;
  readonly action: JournalAction;
  readonly phase: EntryRow["phase"];
  readonly intent?: number;
  readonly detail: unknown;
}

/** Which entries; what is missing does not matter. */
export interface EntryFilter {
  readonly serial?: SerialNumber;
  readonly address?: string;
  /** Not older. */
  readonly since?: Date | undefined;
  readonly actions?: readonly JournalAction[] | undefined;
  readonly phases?: readonly EntryRow["phase"][] | undefined;
  /** The newest so many. */
  readonly limit: number;
}

/** The append-only part of the journal. Every call is on the disk when it returns. */
export interface Entries {
  /** To be called before the thing is done. Answers the number that `result` wants. */
  intend(facts: EntryFacts): Promise<number>;
  result(intent: number, phase: "done" | "failed", facts: EntryFacts): Promise<void>;
  seen(facts: EntryFacts): Promise<void>;
  /** Intents to claim or create for the box that have no result: an earlier run was cut off there. */
  unresolvedSpending(serial: SerialNumber): Promise<JournalEntry[]>;
  /** Oldest first; the newest `limit` of them. */
  list(filter: EntryFilter): Promise<JournalEntry[]>;
}

export function journalEntries(db: Kysely<JournalTables>, commit: Commit<JournalTables>, now: () => Date): Entries {
  const insert = async (phase: EntryRow["phase"], intent: number | null, facts: EntryFacts) => {
    const entry = {
      at: now().toISOString(),
      serial: facts.serial ?? null,
      address: facts.address ?? null,
      action: facts.action,
      phase,
      intent,
      detail: JSON.stringify(facts.detail ?? {}),
    };
    const { rows } = await commit((within) => insertEntry(within, entry));
    const [row] = rows;
    if (row === undefined) throw new Error("an entry has no number");
    return row.id;
  };
  return {
    intend: (facts) => insert("intent", null, facts),
    async result(intent, phase, facts) {
      await insert(phase, intent, facts);
    },
    async seen(facts) {
      await insert("seen", null, facts);
    },
    async unresolvedSpending(serial) {
      return (await selectUnresolved(db, { serial })).rows.map(toEntry);
    },
    async list({ serial, address, since, actions, phases, limit }) {
      let query = db.selectFrom("entry").selectAll().orderBy("id", "desc").limit(limit);
      if (serial !== undefined) query = query.where("serial", "=", serial);
      if (address !== undefined) query = query.where("address", "=", address);
      if (since !== undefined) query = query.where("at", ">=", since.toISOString());
      if (actions !== undefined) query = query.where("action", "in", [...actions]);
      if (phases !== undefined) query = query.where("phase", "in", [...phases]);
      return (await query.execute()).reverse().map(toEntry);
    },
  };
}

const insertEntry = compiledOnce((db: Kysely<JournalTables>, entry: Given<Omit<EntryRow, "id">>) =>
  db.insertInto("entry").values(entry).returning("id"),
);

/** Actions that cannot be undone: their intents are settled before anything new is spent. */
export const spendingActions = ["claim", "create-key"] as const satisfies readonly JournalAction[];

/** Intent and result are of the same box and action, so one index serves both. */
const selectUnresolved = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly serial: string }>) =>
  db
    .selectFrom("entry")
    .selectAll()
    .where("serial", "=", given.serial)
    .where("action", "in", spendingActions)
    .where("phase", "=", "intent")
    .where("id", "not in", ({ selectFrom }) =>
      selectFrom("entry")
        .select("intent")
        .where("serial", "=", given.serial)
        .where("action", "in", spendingActions)
        .where("intent", "is not", null)
        .$narrowType<{ intent: number }>(),
    )
    .orderBy("id"),
);

function toEntry(row: Omit<EntryRow, "id"> & { id: number }): JournalEntry {
  return {
    id: row.id,
    at: row.at,
    ...(row.serial !== null && { serial: row.serial }),
    ...(row.address !== null && { address: row.address }),
    action: row.action,
    phase: row.phase,
    ...(row.intent !== null && { intent: row.intent }),
    detail: JSON.parse(row.detail),
  };
}
