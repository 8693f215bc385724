import type { Sighting } from "../../box/discover/sighting.ts";
import { rememberSightings } from "../reconcile/remember-sightings.ts";
import type { Site } from "../reconcile/site.ts";
import { type RoundOptions, round } from "./round.ts";
import { type Schedule, sleepLong, untilNextRound } from "./schedule.ts";

/**
 * The service: a sweep and a round at the start, then each on its schedule, until the signal says stop. An error that
 * nobody foresaw ends a round, not the service.
 */
export async function runService(
  site: Site,
  schedule: Schedule,
  options: RoundOptions & { readonly random: () => number },
  signal: AbortSignal,
): Promise<void> {
  await guarded(site, signal, () => sweep(site, signal));
  await guarded(site, signal, () => round(site, options, signal));
  await Promise.all([rounds(site, schedule, options, signal), sweeps(site, schedule, signal)]);
}

/** One sweep of the configured networks; what was seen is kept. */
export async function sweep(site: Site, signal: AbortSignal): Promise<readonly Sighting[]> {
  const sightings = await site.discover(signal);
  for (const serial of await rememberSightings(site, sightings)) {
    site.log.info({ serial }, "new box found; it gets no password until a person enrolls it");
  }
  site.log.info({ sightings: sightings.length }, "sweep ended");
  return sightings;
}

async function rounds(
  site: Site,
  schedule: Schedule,
  options: RoundOptions & { readonly random: () => number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = untilNextRound(schedule, site.clock.now(), options.random);
    if (pause === undefined)
      return site.log.warn({ reconcile: schedule.reconcile }, "schedule.reconcile never fires again");
    await guarded(site, signal, () => sleepLong(site.clock, pause, signal));
    if (!signal.aborted) await guarded(site, signal, () => round(site, options, signal));
  }
}

async function sweeps(site: Site, schedule: Schedule, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => sleepLong(site.clock, schedule.discoverEveryMs, signal));
    if (!signal.aborted) await guarded(site, signal, () => sweep(site, signal));
  }
}

async function guarded(site: Site, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) site.log.error({ err: error }, "a round or sweep ended early");
  }
}
