import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { BoxStateRow, JournalTables } from "./journal-tables.ts";

/** How a box stands with the service, as of the last pass or look; times are ISO 8601, UTC. */
export interface BoxState {
  readonly serial: SerialNumber;
  readonly address?: string;
  readonly outcome: string;
  /** When the outcome became this one. */
  readonly since: string;
  /** In words. */
  readonly waitingFor?: string;
  /** Machine-readable: `window`, `approval`, `idle`, … */
  readonly waitKind?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** In a row. */
  readonly failures: number;
  /** Missing while only a round, a change of the box or a person brings the next pass. */
  readonly nextTryAt?: string;
  /** When it was last asked who it is. */
  readonly lookedAt?: string;
  readonly passedAt?: string;
  /** When a pass last had an answer from it. */
  readonly answeredAt?: string;
  /** What it lacks, as of the last pass that could find out. */
  readonly shortfalls?: readonly Lack[];
}

/** Licenses of one type that a box cannot get. */
export interface Lack {
  readonly code: string;
  readonly message: string;
}

/** What a pass brought; `since` is found by comparing with what was. Shortfalls are missing where it could not find out. */
export interface PassedState extends Omit<BoxState, "since" | "lookedAt" | "passedAt" | "answeredAt"> {
  /** Whether the box answered. */
  readonly answered?: boolean;
}

export interface BoxStates {
  all(): Promise<BoxState[]>;
  of(serial: SerialNumber): Promise<BoxState | undefined>;
  /** Writes what passes brought, all in one transaction. */
  passed(states: readonly PassedState[], at: Date): Promise<void>;
  /** These were asked who they are. */
  looked(serials: readonly SerialNumber[], at: Date): Promise<void>;
  /** Boxes whose next try is due. @param latest a later one comes from a clock that was wrong, and is due, too */
  due(now: Date, latest: Date): Promise<SerialNumber[]>;
  /** Plans the next try of boxes that were passed before. */
  planTries(tries: readonly { readonly serial: SerialNumber; readonly at: Date }[]): Promise<void>;
  /** A person has acted, or the box changed: failures are forgotten, and it is tried at once. */
  wake(serial: SerialNumber, at: Date): Promise<void>;
}

export function boxStates(db: Kysely<JournalTables>): BoxStates {
  return {
    async all() {
      return (await db.selectFrom("box_state").selectAll().orderBy("serial").execute()).map(toState);
    },
    async of(serial) {
      const row = await db.selectFrom("box_state").selectAll().where("serial", "=", serial).executeTakeFirst();
      return row && toState(row);
    },
    async passed(states, at) {
      if (states.length === 0) return;
      await db.transaction().execute(async (within) => {
        for (const state of states) await write(within, toRow(state, at));
      });
    },
    async looked(serials, at) {
      await db.transaction().execute(async (within) => {
        for (const some of portions(serials)) {
          await within
            .updateTable("box_state")
            .set({ looked_at: at.toISOString() })
            .where("serial", "in", some)
            .execute();
        }
      });
    },
    async due(now, latest) {
      const rows = await db
        .selectFrom("box_state")
        .select("serial")
        .where(({ or, eb }) =>
          or([eb("next_try_at", "<=", now.toISOString()), eb("next_try_at", ">", latest.toISOString())]),
        )
        .orderBy("next_try_at")
        .execute();
      return rows.map(({ serial }) => serial as SerialNumber);
    },
    async planTries(tries) {
      if (tries.length === 0) return;
      await db.transaction().execute(async (within) => {
        for (const { serial, at } of tries) {
          const next_try_at = at.toISOString();
          await within.updateTable("box_state").set({ next_try_at }).where("serial", "=", serial).execute();
        }
      });
    },
    async wake(serial, at) {
      const now = { failures: 0, next_try_at: at.toISOString() };
      await db.updateTable("box_state").set(now).where("serial", "=", serial).execute();
    },
  };
}

/** SQLite takes some thousands of values a statement. */
const portion = 500;

function portions<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / portion);
  return Array.from({ length: count }, (_, index) => items.slice(index * portion, (index + 1) * portion));
}

/** `since` stays while outcome, error code and what it waits for stay; what the pass did not find out stays, too. */
async function write(db: Kysely<JournalTables>, row: BoxStateRow): Promise<void> {
  const { serial: _, since, looked_at: __, answered_at, shortfalls, ...rest } = row;
  const fresh = { ...rest, ...(answered_at !== null && { answered_at }), ...(shortfalls !== null && { shortfalls }) };
  await db
    .insertInto("box_state")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("serial").doUpdateSet(({ ref, eb, and, case: when }) => ({
        ...fresh,
        looked_at: row.passed_at,
        since: when()
          .when(
            and([
              eb("box_state.outcome", "=", row.outcome),
              eb("box_state.error_code", "is", row.error_code),
              eb("box_state.wait_kind", "is", row.wait_kind),
            ]),
          )
          .then(ref("box_state.since"))
          .else(since)
          .end(),
      })),
    )
    .execute();
}

function toState(row: BoxStateRow): BoxState {
  const error = row.error_code !== null && { code: row.error_code, message: row.error_message ?? "" };
  return {
    serial: row.serial as SerialNumber,
    ...(row.address !== null && { address: row.address }),
    outcome: row.outcome,
    since: row.since,
    ...(row.waiting_for !== null && { waitingFor: row.waiting_for }),
    ...(row.wait_kind !== null && { waitKind: row.wait_kind }),
    ...(error && { error }),
    failures: row.failures,
    ...(row.next_try_at !== null && { nextTryAt: row.next_try_at }),
    ...(row.looked_at !== null && { lookedAt: row.looked_at }),
    ...(row.passed_at !== null && { passedAt: row.passed_at }),
    ...(row.answered_at !== null && { answeredAt: row.answered_at }),
    ...(row.shortfalls !== null && { shortfalls: JSON.parse(row.shortfalls) as Lack[] }),
  };
}

function toRow(state: PassedState, at: Date): BoxStateRow {
  const now = at.toISOString();
  return {
    serial: state.serial,
    address: state.address ?? null,
    outcome: state.outcome,
    since: now,
    waiting_for: state.waitingFor ?? null,
    wait_kind: state.waitKind ?? null,
    error_code: state.error?.code ?? null,
    error_message: state.error?.message ?? null,
    failures: state.failures,
    next_try_at: state.nextTryAt ?? null,
    looked_at: now,
    passed_at: now,
    answered_at: state.answered === true ? now : null,
    shortfalls: state.shortfalls === undefined ? null : JSON.stringify(state.shortfalls),
  };
}
