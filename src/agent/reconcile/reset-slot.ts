import type { SerialNumber } from "../../license/serial-number.ts";
import type { ResetWay } from "../plan/step.ts";
import type { Site } from "./site.ts";

const pollMs = 100;
/** The holder itself may need a moment more than its patience to see that it is in vain. */
const slack = { part: 1.1, seconds: 5 } as const;

/**
 * Takes the site's one reset slot, waiting while another box restarts: one box of a site at a time. Answers what holds it
 * when that does not end: a box that waits to be idle may do so for hours.
 * @param patienceSeconds for each box that holds the slot meanwhile, counted from when its reset was intended
 */
export async function takeResetSlot(
  site: Site,
  serial: SerialNumber,
  how: ResetWay,
  patienceSeconds: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock } = site;
  const limitMs = (patienceSeconds * slack.part + slack.seconds) * 1000;
  let watched: { readonly name: string; readonly untilMs: number } | undefined;
  for (;;) {
    const now = clock.now();
    const busy = (await phonesOfOthers(site, serial, now)) ?? (await holderInstead(site, serial, how, now, limitMs));
    if (busy === undefined) return undefined;
    const { name, leftMs, why } = busy;
    if (watched?.name !== name) watched = { name, untilMs: clock.monotonicMs() + leftMs };
    if (clock.monotonicMs() >= watched.untilMs) return why;
    await clock.sleep(pollMs, signal);
  }
}

/** What another box of the site is waited for, how much longer, and what to say when that was in vain. */
interface Busy {
  readonly name: string;
  readonly leftMs: number;
  readonly why: string;
}

async function phonesOfOthers({ journal }: Site, serial: SerialNumber, now: Date): Promise<Busy | undefined> {
  const awaited = await journal.registrations.awaitedOfOthers(serial, now);
  if (awaited === undefined) return undefined;
  const { serial: other, waitUntil = "" } = awaited;
  const why = `the registrations of ${other} to come back after its reset, until ${waitUntil}`;
  return { name: `${other} ${waitUntil}`, leftMs: Date.parse(waitUntil) - now.getTime() + pollMs, why };
}

/** Takes the slot; answers the holder when it is another box. */
async function holderInstead(
  { journal }: Site,
  serial: SerialNumber,
  how: ResetWay,
  now: Date,
  limitMs: number,
): Promise<Busy | undefined> {
  const holder = await journal.resets.take(serial, how, now);
  if (holder === undefined) return undefined;
  const since = holder.sentAt ?? holder.intendedAt;
  const why = `the reset of ${holder.serial}, which holds the site's reset slot since ${holder.intendedAt} (varsync release ${holder.serial} gives it free)`;
  return { name: `${holder.serial} ${since}`, leftMs: left(limitMs, since, now), why };
}

/** The wall clock only tells how old the reset was when it was first seen here; one of the future counts as new. */
function left(limitMs: number, since: string, now: Date): number {
  return limitMs - Math.max(0, now.getTime() - Date.parse(since));
}
