import type { Kysely, Transaction } from "kysely";
import { enqueue } from "../../webhook/outbox.ts";
import type { JournalTables, NoticeRow } from "./journal-tables.ts";

/** Something that holds now, and that people are told of. */
export interface Condition {
  /** One a thing: `approval:00-90-33-01-02-9f`. */
  readonly subject: string;
  readonly event: string;
  /** A sentence without secrets. */
  readonly message: string;
  /** Told only once it has held so long, in milliseconds. */
  readonly afterMs: number;
}

/** Told for the first time, daily while it holds, and when it is over. */
export type NoticeKind = "new" | "reminder" | "all-clear";

export interface Notice {
  readonly kind: NoticeKind;
  readonly event: string;
  readonly message: string;
  readonly since: string;
}

/** Who is told of an event, and in which words. */
export interface Audience {
  readonly destination: string;
  readonly events: readonly string[];
  body(notice: Notice): string;
}

export interface Notices {
  /**
   * Takes all that holds now, compares it with what people were told, and puts what is to be told into the outbox, in one
   * transaction. Doing it twice tells nothing twice.
   */
  update(conditions: readonly Condition[], audience: readonly Audience[], now: Date): Promise<void>;
}

const dayMs = 24 * 3_600_000;

export function notices(db: Kysely<JournalTables>): Notices {
  return {
    async update(conditions, audience, now) {
      const rows = await db.selectFrom("notice").selectAll().execute();
      if (rows.length === 0 && conditions.length === 0) return;
      await db.transaction().execute(async (within) => {
        const known = new Map(rows.map((row) => [row.subject, row]));
        const holding = new Map(conditions.map((condition) => [condition.subject, condition]));
        for (const condition of holding.values())
          await hold(within, condition, known.get(condition.subject), audience, now);
        for (const row of rows) if (!holding.has(row.subject)) await end(within, row, audience, now);
      });
    },
  };
}

async function hold(
  db: Transaction<JournalTables>,
  { subject, event, message, afterMs }: Condition,
  row: NoticeRow | undefined,
  audience: readonly Audience[],
  now: Date,
): Promise<void> {
  const since = row?.since ?? now.toISOString();
  const last = row?.told_at ?? undefined;
  const isDue = last === undefined ? distance(since, now) >= afterMs : distance(last, now) >= dayMs;
  const told_at = isDue ? now.toISOString() : (last ?? null);
  if (row !== undefined && !isDue && row.message === message) return;
  await db
    .insertInto("notice")
    .values({ subject, event, message, since, told_at })
    .onConflict((conflict) => conflict.column("subject").doUpdateSet({ message, told_at }))
    .execute();
  if (isDue) await tell(db, { kind: last === undefined ? "new" : "reminder", event, message, since }, audience, now);
}

async function end(db: Transaction<JournalTables>, row: NoticeRow, audience: readonly Audience[], now: Date) {
  await db.deleteFrom("notice").where("subject", "=", row.subject).execute();
  if (row.told_at !== null) await tell(db, { ...row, kind: "all-clear" }, audience, now);
}

async function tell(db: Transaction<JournalTables>, notice: Notice, audience: readonly Audience[], now: Date) {
  for (const { destination, events, body } of audience) {
    if (events.includes(notice.event))
      await enqueue(
        db.$pickTables<"webhook_delivery">(),
        { event: notice.event, body: body(notice) },
        [destination],
        now,
      );
  }
}

/** A clock that jumped either way counts as time that passed. */
function distance(then: string, now: Date): number {
  return Math.abs(now.getTime() - Date.parse(then));
}
