import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { DeliveryTables } from "./delivery-table.ts";
import { type Delivery, keepStrays, noteFailure, removeDelivery, takeDue } from "./outbox.ts";
import { retryPause } from "./retry-pause.ts";

/** One try to deliver. @throws Error with a reason in words; the signal's reason */
export type Send = (delivery: Delivery, signal: AbortSignal) => Promise<void>;

export interface OutboxOptions {
  readonly db: Kysely<DeliveryTables>;
  /** How to reach each destination. */
  readonly senders: ReadonlyMap<string, Send>;
  /** What a destination is called in logs: an address may carry a secret. */
  readonly nameOf: (destination: string) => string;
  readonly log: Logger;
  now(): Date;
  /** In milliseconds. @throws the signal's reason */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

/** How often the outbox is looked at, in milliseconds: other processes put messages into it, too. */
const lookEveryMs = 5000;
const afterErrorMs = 60_000;

/**
 * Delivers what lies in the outbox, each destination by itself so that one that hangs delays no other, until the signal
 * says stop. A try that was cut off is made again.
 */
export async function deliverOutbox(options: OutboxOptions, signal: AbortSignal): Promise<void> {
  const { db, senders } = options;
  await guarded(options, signal, () => keepStrays(db, [...senders.keys()], "it stands in the configuration no longer"));
  const all = [...senders].map(([destination, send]) => deliverTo(destination, send, options, signal));
  await Promise.all(all);
}

async function deliverTo(destination: string, send: Send, options: OutboxOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const more = await guarded(options, signal, () => deliverOne(destination, send, options, signal));
    const pause = more === undefined ? afterErrorMs : lookEveryMs;
    if (!more) await options.sleep(pause, signal).catch(() => undefined);
  }
}

/** Answers whether there was one. */
async function deliverOne(
  destination: string,
  send: Send,
  { db, log, nameOf, now, random }: OutboxOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const delivery = await takeDue(db, destination, now());
  if (delivery === undefined) return false;
  const { id, event, attempts } = delivery;
  const facts = { delivery: id, event, destination: nameOf(destination), attempts };
  try {
    await send(delivery, signal);
    await removeDelivery(db, id);
    log.debug(facts, "message delivered");
  } catch (error) {
    if (signal.aborted) {
      await noteFailure(db, id, "cut off", now());
      return false;
    }
    const why = error instanceof Error ? error.message : String(error);
    const pause = retryPause(attempts, random);
    await noteFailure(db, id, why, pause === undefined ? undefined : new Date(now().getTime() + pause));
    if (pause === undefined)
      log.error({ ...facts, why }, "message not delivered; kept until a person has it tried again");
    else log.warn({ ...facts, why }, "message not delivered; it is tried again");
  }
  return true;
}

/** A database that cannot be used for a while delays messages, and ends nothing. */
async function guarded<T>({ log }: OutboxOptions, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, "the outbox cannot be used; it is looked at again");
    return undefined;
  }
}
