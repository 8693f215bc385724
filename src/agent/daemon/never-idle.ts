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
 * A box that was told to restart when idle, and never was for a whole window, is told of once, and its result says so:
 * meanwhile no other box of the site is reset.
 */
export async function tellNeverIdle(site: Site, results: readonly BoxResult[]): Promise<readonly BoxResult[]> {
  const { journal, clock, events, log } = site;
  const holder = await journal.resets.holder();
  if (holder?.sentAt === undefined || holder.how !== "when-idle") return results;
  const { serial, sentAt } = holder;
  const now = clock.now();
  const held = results.find((result) => result.serial === serial && result.outcome === "waiting-for-reset");
  if (held === undefined || site.clockDoubt(now) !== undefined || !windowWentBy(site, new Date(sentAt), now)) {
    return results;
  }
  const waitingFor = `${serial} to be idle, which it was not for a whole window since ${sentAt}; it holds the site's reset slot (varsync release ${serial} gives it free)`;
  const mark = `${serial} ${sentAt}`;
  if ((await journal.facts.get("never-idle")) !== mark) {
    log.error({ serial, since: sentAt }, "box was not idle for a whole window, its reset holds up the others");
    events.neverIdle({ serial, since: sentAt });
    await journal.facts
      .set("never-idle", mark)
      .catch((error: unknown) => log.warn({ err: error }, "that a box was told of could not be kept"));
  }
  return results.map((result) => (result === held ? { ...held, waitingFor } : result));
}
