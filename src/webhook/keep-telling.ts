import type { Kysely } from "kysely";
import { deliverOutbox, type OutboxOptions } from "./deliver-outbox.ts";
import { type Audience, type Condition, type ToldTables, updateNotices } from "./notices.ts";

export interface Telling extends Omit<OutboxOptions, "db"> {
  readonly db: Kysely<ToldTables>;
  /** All that holds now. */
  holding(): Promise<readonly Condition[]>;
  readonly audience: readonly Audience[];
  /** How often what holds is compared with what people were told, in milliseconds. */
  readonly compareEveryMs: number;
}

/** Tells people what needs them: once, daily while it holds, and when it is over; until the signal says stop. */
export async function keepTelling(telling: Telling, signal: AbortSignal): Promise<void> {
  await Promise.all([keepComparing(telling, signal), deliverOutbox(telling, signal)]);
}

async function keepComparing(telling: Telling, signal: AbortSignal): Promise<void> {
  const { db, holding, audience, compareEveryMs, log } = telling;
  while (!signal.aborted) {
    try {
      await updateNotices(db, holding, audience, telling.now());
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, "what people are to be told could not be found out; tried again");
    }
    await telling.sleep(compareEveryMs, signal).catch(() => undefined);
  }
}
