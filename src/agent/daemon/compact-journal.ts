import type { Site } from "../reconcile/site.ts";

/** Entries a transaction: others wait for a few milliseconds at most. */
const portion = 200;
/** Between two portions, in milliseconds. */
const pauseMs = 100;

/**
 * Deletes what is older than it is to be kept, in small portions with pauses, so that passes and other processes go on
 * meanwhile. Nothing is deleted while the clock cannot be trusted.
 */
export async function compactJournal(site: Site, keepMs: number, signal: AbortSignal): Promise<void> {
  const { journal, clock, log } = site;
  const now = clock.now();
  if (site.clockDoubt(now) !== undefined) return;
  const oldestKept = await journal.cuts.oldestKept(new Date(now.getTime() - keepMs), now);
  if (oldestKept === undefined) return;
  let deleted = 0;
  for (;;) {
    const some = await journal.cuts.deleteSome(oldestKept, portion);
    deleted += some;
    if (some === 0) break;
    await clock.sleep(pauseMs, signal);
  }
  if (deleted > 0) log.info({ entries: deleted, keepMs }, "old entries left the journal");
}
