import type { Sighting } from "../../box/discover/sighting.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { enrolledSerials } from "../reconcile/enrolled-serials.ts";
import { rememberSightings } from "../reconcile/remember-sightings.ts";
import { reportStates } from "../reconcile/report-states.ts";
import type { Site } from "../reconcile/site.ts";
import { clockTrust } from "./clock-trust.ts";
import { heldBack } from "./held-back.ts";
import { reportAgent } from "./report-agent.ts";
import type { RoundOptions } from "./round.ts";
import { type Schedule, sleepLong, untilNextRound } from "./schedule.ts";
import { sharedSweeps } from "./shared-sweeps.ts";
import { type SignsOfLife, signsOfLife } from "./signs-of-life.ts";
import { spreadWave } from "./spread-wave.ts";
import { wakeAgent } from "./wake-agent.ts";
import { watchDisk } from "./watch-disk.ts";
import { type WatchedWork, watchedWork } from "./watched-work.ts";

/** What the service is given besides the site. */
export interface ServiceOptions extends RoundOptions {
  readonly random: () => number;
  /** Where it is told what goes on. */
  readonly life?: SignsOfLife;
}

/** Between two looks at what is due; a clock that is set is noticed within this time. */
const tickMs = 5000;
/** A clock that was set is noticed by the rounds within this time. */
const longestNapMs = 10 * 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A next try further ahead than this was planned by a clock that was wrong. */
const furthestTryMs = 26 * 3_600_000;

/**
 * The service: a sweep and a round at the start, then each on its schedule; between rounds boxes that changed, and boxes
 * whose next try is due; until the signal says stop. An error that nobody foresaw ends a round, not the service. Rounds
 * and passes never run beside each other.
 */
export async function runService(
  opened: Site,
  schedule: Schedule,
  options: ServiceOptions,
  signal: AbortSignal,
): Promise<void> {
  const trust = await clockTrust(opened.journal.facts);
  const site: Site = { ...opened, clockDoubt: (now) => trust.doubt(now, performance.now()) };
  const lookAtDisk = watchDisk(site);
  const observe = async () => {
    await lookAtDisk();
    site.events.standsBack((await site.self.whyStandsBack())?.message);
    await trust.observe(site.clock.now(), performance.now());
  };
  await guarded(site, signal, () => wakeAgent(site));
  await guarded(site, signal, observe);
  const monotonicMs = () => site.clock.monotonicMs();
  const { life = signsOfLife(monotonicMs) } = options;
  const shared = sharedSweeps((until, probed) => sweep(site, until, probed), monotonicMs);
  const watched = watchedWork(site, life, shared, signal);
  const inTurn = oneAtATime();
  const work = (serials?: readonly SerialNumber[]) =>
    inTurn(() => guarded(site, signal, () => watched.round(options, serials)));
  const beat = ticks(site, life, observe, signal);
  await guarded(site, signal, () => reportAgent(site, schedule.identityMs));
  await guarded(site, signal, watched.sweep);
  await work();
  await Promise.all([
    beat,
    rounds(site, schedule, options, work, signal),
    sweeps(site, schedule, watched, signal),
    looks(site, schedule, options, watched, signal),
    duePasses(site, work, signal),
    compactions(site, schedule, watched, signal),
    siteReports(site, signal),
    agentReports(site, schedule, signal),
  ]);
}

/**
 * One sweep of the configured networks; what was seen is kept.
 * @param probed called for every probe
 */
export async function sweep(site: Site, signal: AbortSignal, probed?: () => void): Promise<readonly Sighting[]> {
  const sightings = await site.discover(signal, probed);
  for (const serial of await rememberSightings(site, sightings)) {
    site.log.info({ serial }, "new box found; it gets no password until a person enrolls it");
  }
  site.log.info({ sightings: sightings.length }, "sweep ended");
  return sightings;
}

type Work = (serials?: readonly SerialNumber[]) => Promise<void>;

/** What the watchdog hears: as long as no work is stuck, however long it takes. */
async function ticks(site: Site, life: SignsOfLife, observe: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let told: string | undefined;
  while (!signal.aborted) {
    const work = life.stuck();
    if (work === undefined) site.events.tick();
    else if (work !== told) site.log.error({ work }, "the service is stuck; the watchdog is not fed any more");
    told = work;
    await guarded(site, signal, observe);
    await guarded(site, signal, () => site.clock.sleep(tickMs, signal));
  }
}

async function rounds(
  site: Site,
  schedule: Schedule,
  options: ServiceOptions,
  work: Work,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const pause = untilNextRound(schedule, site.clock.now(), options.random);
    if (pause === undefined)
      return site.log.warn({ reconcile: schedule.reconcile }, "schedule.reconcile never fires again");
    const from = site.clock.now();
    const due = await reached(site, from, new Date(from.getTime() + pause), signal);
    if (due && !signal.aborted) await work();
  }
}

/** Waits for a time of the wall clock, however it is set meanwhile. Answers `false` when it was set back. */
async function reached(site: Site, from: Date, time: Date, signal: AbortSignal): Promise<boolean> {
  let before = from;
  for (let now = from; now < time && !signal.aborted; now = site.clock.now()) {
    if (now.getTime() < before.getTime() - 60_000) return false;
    before = now;
    const left = Math.min(time.getTime() - now.getTime(), longestNapMs);
    await guarded(site, signal, () => site.clock.sleep(left, signal));
  }
  return true;
}

async function sweeps(site: Site, schedule: Schedule, watched: WatchedWork, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => sleepLong(site.clock, schedule.discoverEveryMs, signal));
    if (!signal.aborted) await guarded(site, signal, watched.sweep);
  }
}

/** Looks at who is there; boxes that changed are due, a big wave of them one after the other. */
async function looks(
  site: Site,
  schedule: Schedule,
  options: ServiceOptions,
  watched: WatchedWork,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => site.clock.sleep(schedule.identityMs, signal));
    if (signal.aborted) return;
    await guarded(site, signal, async () => {
      const changed = await watched.look();
      const pauses = spreadWave(changed.length, options.random);
      const now = site.clock.now().getTime();
      for (const { serial, what } of changed) site.log.info({ serial, what }, "box changed since the last look");
      await site.journal.states.planTries(
        changed.map(({ serial }, index) => ({ serial, at: new Date(now + (pauses[index] ?? 0)) })),
      );
    });
  }
}

/** Lets go of what is old, at the start and then daily. */
async function compactions(site: Site, schedule: Schedule, watched: WatchedWork, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => watched.compact(schedule.journalKeepMs));
    await guarded(site, signal, () => sleepLong(site.clock, dayMs, signal));
  }
}

/** The pool hears of the site after every round, and that it lives also between rounds that are far apart. */
async function siteReports(site: Site, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => site.clock.sleep(hourMs, signal));
    if (!signal.aborted) await guarded(site, signal, () => reportStates(site));
  }
}

/** As often as boxes are looked at the pool hears that this agent is at work, and tells of others. */
async function agentReports(site: Site, schedule: Schedule, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await guarded(site, signal, () => site.clock.sleep(schedule.identityMs, signal));
    if (!signal.aborted) await guarded(site, signal, () => reportAgent(site, schedule.identityMs));
  }
}

async function duePasses(site: Site, work: Work, signal: AbortSignal): Promise<void> {
  const held = heldBack(() => site.clock.monotonicMs());
  while (!signal.aborted) {
    await guarded(site, signal, () => site.clock.sleep(tickMs, signal));
    if (signal.aborted) return;
    await guarded(site, signal, async () => {
      const now = site.clock.now();
      const dueThen = () => site.journal.states.due(now, new Date(now.getTime() + furthestTryMs));
      const due = held.free(await dueThen());
      if (due.length === 0) return;
      const enrolled = new Set(await enrolledSerials(site));
      const serials = due.filter((serial) => enrolled.has(serial));
      if (serials.length === 0) return;
      await work(serials);
      held.passed(serials, new Set(await dueThen()));
    });
  }
}

/** Work that is asked for meanwhile waits for its turn. */
function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  return (work) => {
    before = before.then(work);
    return before;
  };
}

async function guarded(site: Site, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) site.log.error({ err: error }, "a round or sweep ended early");
  }
}
