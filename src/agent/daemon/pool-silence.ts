import type { Site } from "../reconcile/site.ts";
import type { SiteEvents } from "../reconcile/site-events.ts";

/** Since when the pool does not answer, and why. */
interface Silence {
  readonly since: string;
  readonly why: string;
}

export interface PoolSilence {
  readonly listener: Partial<SiteEvents>;
  /** `undefined` while it answers. */
  readonly now: Silence | undefined;
}

const dayMs = 24 * 3_600_000;
const longMs = 30 * dayMs;

/**
 * Listens to whether the pool answers; since when it does not outlives a restart. After 30 days the log warns, daily: the
 * service goes on with what it has, and nothing new comes.
 */
export async function poolSilence({
  journal,
  clock,
  log,
}: Pick<Site, "journal" | "clock" | "log">): Promise<PoolSilence> {
  const kept = await journal.facts.get("pool-away");
  let silence: Silence | undefined = kept === undefined ? undefined : (JSON.parse(kept) as Silence);
  let warnedAt: number | undefined;
  const keep = async () => {
    try {
      if (silence === undefined) await journal.facts.forget("pool-away");
      else await journal.facts.set("pool-away", JSON.stringify(silence));
    } catch (error) {
      log.warn({ err: error }, "since when the pool does not answer could not be kept");
    }
  };
  return {
    get now() {
      return silence;
    },
    listener: {
      poolReachable(reachable, why = "no answer") {
        const before = silence;
        if (!reachable) silence = { since: before?.since ?? clock.now().toISOString(), why };
        else if (before !== undefined) {
          silence = undefined;
          warnedAt = undefined;
          log.info({ since: before.since }, "the pool answers again");
        }
        if (before?.since !== silence?.since) void keep();
      },
      tick() {
        if (silence === undefined) return;
        const time = clock.now().getTime();
        if (Math.abs(time - Date.parse(silence.since)) < longMs) return;
        if (warnedAt !== undefined && Math.abs(time - warnedAt) < dayMs) return;
        warnedAt = time;
        log.warn(silence, "the pool has not answered for 30 days; what boxes lack is not created");
      },
    },
  };
}
