import type { Kysely, Transaction } from "kysely";
import { writeTransaction } from "../store/write-transaction.ts";
import type { DeliveryTables } from "./delivery-table.ts";
import type { NoticeRow, NoticeTables } from "./notice-table.ts";
import { enqueue } from "./outbox.ts";

/** Something that holds now, and that people are told of. */
export interface Condition {
  /** One a thing: `approval:00-90-33-01-02-9f`. */
  readonly subject: string;
  readonly event: string;
  /** A sentence without secrets. */
  readonly message: string;
  /** Told only once it has held so long, in milliseconds. */
  readonly afterMs: number;
  /** Nobody could find out whether it still holds: it stays as it was. */
  readonly unsure?: boolean;
}

/** Told for the first time, daily while it holds, and when it is over. */
export type NoticeKind = "new" | "reminder" | "all-clear";

export interface Notice {
  readonly kind: NoticeKind;
  readonly subject: string;
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

/** What a database has to have whose owner tells people what needs them. */
export type ToldTables = NoticeTables & DeliveryTables;

const dayMs = 24 * 3_600_000;

/**
 * Takes all that holds now, compares it with what people were told, and puts what is to be told into the outbox, in one
 * transaction. Doing it twice tells nothing twice, nor do two processes on one database: whoever finds that another one
 * told something meanwhile leaves it at that until the next time.
 */
export async function updateNotices(
  db: Kysely<ToldTables>,
  holding: () => Promise<readonly Condition[]>,
  audience: readonly Audience[],
  now: Date,
): Promise<void> {
  const known = await selectNotices(db);
  const changes = noticeChanges(known, await holding(), now);
  if (changes.length === 0) return;
  await writeTransaction(db, async (within) => {
    if (JSON.stringify(await selectNotices(within)) !== JSON.stringify(known)) return;
    for (const { row, over, tell } of changes) {
      if (over) await within.deleteFrom("notice").where("subject", "=", row.subject).execute();
      else await keep(within, row);
      if (tell !== undefined) await enqueueFor(within, audience, { ...row, kind: tell }, now);
    }
  });
}

interface Change {
  readonly row: NoticeRow;
  readonly over: boolean;
  readonly tell: NoticeKind | undefined;
}

function noticeChanges(known: readonly NoticeRow[], conditions: readonly Condition[], now: Date): Change[] {
  const rows = new Map(known.map((row) => [row.subject, row]));
  const holding = new Map(conditions.map((condition) => [condition.subject, condition]));
  const held = [...holding.values()].flatMap((condition) => changeOf(condition, rows.get(condition.subject), now));
  const ended = known
    .filter(({ subject }) => !holding.has(subject))
    .map((row): Change => ({ row, over: true, tell: row.told_at === null ? undefined : "all-clear" }));
  return [...held, ...ended];
}

function changeOf(
  { afterMs, unsure = false, ...condition }: Condition,
  known: NoticeRow | undefined,
  now: Date,
): Change[] {
  if (unsure && known === undefined) return [];
  const since = known?.since ?? now.toISOString();
  const last = known?.told_at ?? undefined;
  const isDue = last === undefined ? distance(since, now) >= afterMs : distance(last, now) >= dayMs;
  if (known !== undefined && !isDue && known.message === condition.message) return [];
  const row = { ...condition, since, told_at: isDue ? now.toISOString() : (last ?? null) };
  return [{ row, over: false, tell: isDue ? (last === undefined ? "new" : "reminder") : undefined }];
}

function selectNotices(db: Kysely<ToldTables>): Promise<NoticeRow[]> {
  return db.selectFrom("notice").selectAll().orderBy("subject").execute();
}

async function keep(db: Transaction<ToldTables>, row: NoticeRow): Promise<void> {
  const { message, told_at } = row;
  await db
    .insertInto("notice")
    .values(row)
    .onConflict((conflict) => conflict.column("subject").doUpdateSet({ message, told_at }))
    .execute();
}

async function enqueueFor(
  db: Transaction<ToldTables>,
  audience: readonly Audience[],
  notice: Notice,
  now: Date,
): Promise<void> {
  for (const { destination, events, body } of audience) {
    if (events.includes(notice.event)) {
      await enqueue(
        db.$pickTables<"webhook_delivery">(),
        { event: notice.event, body: body(notice) },
        [destination],
        now,
      );
    }
  }
}

/** A clock that jumped either way counts as time that passed. */
function distance(then: string, now: Date): number {
  return Math.abs(now.getTime() - Date.parse(then));
}
