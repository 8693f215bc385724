import type { SerialNumber } from "../../license/serial-number.ts";
import type { Condition } from "../../webhook/notices.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import type { Site } from "../reconcile/site.ts";

const dayMs = 24 * 3_600_000;

type Windows = Pick<Site, "inWindow" | "hasWindow" | "nextOpening">;

/** Whether a whole window went by since the reset was sent; a day, where there is no window, or it does not close. */
export function windowWentBy({ inWindow, hasWindow, nextOpening }: Windows, sentAt: Date, now: Date): boolean {
  const from = hasWindow ? (nextOpening(sentAt) ?? sentAt) : sentAt;
  if (now.getTime() - from.getTime() > dayMs) return true;
  return hasWindow && now > from && !inWindow(now);
}

/**
 * A box whose restart was not seen for a whole window after its reset (it was never idle, or away too shortly for a look) is
 * told of once, and its result says so: meanwhile no other box of the site is reset.
 */
export async function tellNeverIdle(site: Site, results: readonly BoxResult[]): Promise<readonly BoxResult[]> {
  const { journal, clock, events, log } = site;
  const holder = await journal.resets.holder();
  if (holder === undefined) return results;
  const { serial } = holder;
  const since = holder.sentAt ?? holder.intendedAt;
  const now = clock.now();
  if (site.clockDoubt(now) !== undefined || !windowWentBy(site, new Date(since), now)) return results;
  const mark = `${serial} ${since}`;
  if ((await journal.facts.get("never-idle")) !== mark) {
    log.error({ serial, since }, "box was not seen to restart for a whole window, its reset holds up the others");
    events.neverIdle({ serial, since });
    await journal.facts
      .set("never-idle", mark)
      .catch((error: unknown) => log.warn({ err: error }, "that a box was told of could not be kept"));
  }
  const waitingFor = `${serial} to be idle, which it was not for a whole window since ${since}, unless its restart was not seen; ${holdsSlot(serial)}`;
  return results.map((result) =>
    result.serial === serial && result.outcome === "waiting-for-reset" ? { ...result, waitingFor } : result,
  );
}

/** What a person must know of such a box, as long as its reset holds up the others. */
export async function neverIdleConditions({ resets, facts }: Pick<Journal, "resets" | "facts">): Promise<Condition[]> {
  const holder = await resets.holder();
  if (holder === undefined) return [];
  const { serial, sentAt, intendedAt } = holder;
  const since = sentAt ?? intendedAt;
  if ((await facts.get("never-idle")) !== `${serial} ${since}`) return [];
  const message = `box ${serial}: not seen to restart for a whole window since its reset of ${since}; ${holdsSlot(serial)}`;
  return [{ subject: `not-restarted:${serial}`, event: "not-back", message, afterMs: 0 }];
}

function holdsSlot(serial: SerialNumber): string {
  return `it holds the site's reset slot (varsync release ${serial} gives it free)`;
}
