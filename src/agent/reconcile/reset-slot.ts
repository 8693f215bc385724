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
  const { clock, journal } = site;
  const limitMs = (patienceSeconds * slack.part + slack.seconds) * 1000;
  let watched: { readonly holder: string; readonly untilMs: number } | undefined;
  for (;;) {
    const now = clock.now();
    const holder = await journal.resets.take(serial, how, now);
    if (holder === undefined) return undefined;
    const since = holder.sentAt ?? holder.intendedAt;
    const name = `${holder.serial} ${since}`;
    if (watched?.holder !== name) watched = { holder: name, untilMs: clock.monotonicMs() + left(limitMs, since, now) };
    if (clock.monotonicMs() >= watched.untilMs) {
      return `the reset of ${holder.serial}, which holds the site's reset slot since ${holder.intendedAt} (varsync release ${holder.serial} gives it free)`;
    }
    await clock.sleep(pollMs, signal);
  }
}

/** The wall clock only tells how old the reset was when it was first seen here; one of the future counts as new. */
function left(limitMs: number, since: string, now: Date): number {
  return limitMs - Math.max(0, now.getTime() - Date.parse(since));
}
