import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { DeliveryRow, DeliveryTables } from "./delivery-table.ts";
import { longestPauseMs } from "./retry-pause.ts";

/** A message on its way to one destination. */
export interface Delivery {
  readonly id: string;
  readonly destination: string;
  readonly event: string;
  readonly body: string;
  readonly createdAt: string;
  /** How many tries there were. */
  readonly attempts: number;
  /** Why the last one failed, in words. */
  readonly lastError?: string;
}

/** Something that others are to be told. */
export interface Message {
  readonly event: string;
  readonly body: string;
}

/** While one process tries a delivery, others leave it alone for so long. */
const leaseMs = 60_000;

/** Puts the message into the outbox, once for each destination; in the caller's transaction, when `db` is one. */
export async function enqueue(
  db: Kysely<DeliveryTables>,
  { event, body }: Message,
  destinations: readonly string[],
  at: Date,
): Promise<void> {
  if (destinations.length === 0) return;
  const time = at.toISOString();
  const rows = [...new Set(destinations)].map((destination) => ({
    id: randomUUID(),
    destination,
    event,
    body,
    created_at: time,
    status: "pending",
    attempts: 0,
    next_try_at: time,
    last_error: null,
  }));
  await db.insertInto("webhook_delivery").values(rows).execute();
}

/**
 * Takes the oldest delivery to the destination that is due, for this process alone: should it die, another try is due a
 * minute later.
 */
export async function takeDue(
  db: Kysely<DeliveryTables>,
  destination: string,
  now: Date,
): Promise<Delivery | undefined> {
  const time = now.toISOString();
  // A time farther away than any pause was written when the clock was wrong.
  const tooFar = new Date(now.getTime() + longestPauseMs).toISOString();
  const found = await db
    .selectFrom("webhook_delivery")
    .selectAll()
    .where("destination", "=", destination)
    .where("status", "=", "pending")
    .where(({ or, eb }) => or([eb("next_try_at", "<=", time), eb("next_try_at", ">", tooFar)]))
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const taken = await db
    .updateTable("webhook_delivery")
    .set({ attempts: found.attempts + 1, next_try_at: new Date(now.getTime() + leaseMs).toISOString() })
    .where("id", "=", found.id)
    .where("status", "=", "pending")
    .where("attempts", "=", found.attempts)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n ? toDelivery({ ...found, attempts: found.attempts + 1 }) : undefined;
}

/** It arrived: it is not kept. */
export async function removeDelivery(db: Kysely<DeliveryTables>, id: string): Promise<void> {
  await db.deleteFrom("webhook_delivery").where("id", "=", id).execute();
}

/** The try failed. It is due again at the given time; without one it is kept until a person has it tried again. */
export async function noteFailure(
  db: Kysely<DeliveryTables>,
  id: string,
  why: string,
  nextTry: Date | undefined,
): Promise<void> {
  const next = nextTry ? { next_try_at: nextTry.toISOString() } : { status: "kept" };
  await db
    .updateTable("webhook_delivery")
    .set({ last_error: why, ...next })
    .where("id", "=", id)
    .execute();
}

/** Keeps what waits for destinations that there are no longer, so that it is seen and not forgotten. */
export async function keepStrays(
  db: Kysely<DeliveryTables>,
  destinations: readonly string[],
  why: string,
): Promise<void> {
  let query = db
    .updateTable("webhook_delivery")
    .set({ status: "kept", last_error: why })
    .where("status", "=", "pending");
  if (destinations.length > 0) query = query.where("destination", "not in", destinations);
  await query.execute();
}

/** What was not delivered yet, oldest first. */
export async function listDeliveries(
  db: Kysely<DeliveryTables>,
): Promise<(Delivery & { readonly status: string; readonly nextTryAt: string })[]> {
  const rows = await db.selectFrom("webhook_delivery").selectAll().orderBy("created_at").execute();
  return rows.map((row) => ({ ...toDelivery(row), status: row.status, nextTryAt: row.next_try_at }));
}

/** Another try, at once and with new patience, for those named or for all that were given up. Answers how many. */
export async function retryDeliveries(
  db: Kysely<DeliveryTables>,
  ids: readonly string[] | "all",
  now: Date,
): Promise<number> {
  let query = db
    .updateTable("webhook_delivery")
    .set({ status: "pending", attempts: 0, next_try_at: now.toISOString() })
    .where("status", "=", "kept");
  if (ids !== "all") query = query.where("id", "in", ids);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return Number(numUpdatedRows);
}

function toDelivery(row: Selectable<DeliveryRow>): Delivery {
  return {
    id: row.id,
    destination: row.destination,
    event: row.event,
    body: row.body,
    createdAt: row.created_at,
    attempts: row.attempts,
    ...(row.last_error !== null && { lastError: row.last_error }),
  };
}
