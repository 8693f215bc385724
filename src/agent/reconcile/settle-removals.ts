import { BoxError } from "../../box/box-error.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Removal } from "../journal/removals.ts";
import { describe } from "../plan/tally.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { isUnderway } from "../verify/removal-record.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";

/**
 * After a restart removals are in effect. A line that is there again would be removed at every pass, with a reset each
 * time: its box is set aside. Answers that as an error.
 */
export async function removalsOutlived(
  site: Site,
  box: { readonly serial: SerialNumber; readonly address: string },
  installed: readonly LicenseLine[],
): Promise<BoxError | undefined> {
  const { serial } = box;
  const removals = await site.journal.removals.of(serial);
  const done = removals.filter(({ doneAt }) => doneAt !== undefined);
  const removed = new Set(done.flatMap((removal) => removal.removed));
  for (const { name } of done) await site.journal.removals.end(serial, name);
  const back = installed.filter((line) => removed.has(lineFingerprint(line)));
  if (back.length === 0) return undefined;
  const message = `after a restart ${back.map(describe).join(", ")} is there again, though it was removed; the box is not reset again. Look at it, then run varsync release ${serial}`;
  const error = new BoxError("not-removed", message, box);
  await tripBreaker(site, `box:${serial}`, error.code, message);
  return error;
}

/** A person has looked at a box of which an interrupted removal took lines that no backup has: nothing more is expected. */
export async function giveUpRemovals({ journal }: Site, serial: SerialNumber): Promise<boolean> {
  const breaker = (await journal.breakers.all()).find(({ scope }) => scope === `box:${serial}`);
  const open = (await journal.removals.of(serial)).filter(({ doneAt }) => doneAt === undefined);
  if (breaker?.code !== "line-lost" || open.length === 0) return false;
  for (const { name } of open) await journal.removals.end(serial, name);
  return true;
}

/** Ends removals that took nothing away: all lines are there. Only under the box's lock, lest one is under way. */
export async function endVainRemovals(
  { journal }: Site,
  serial: SerialNumber,
  installed: readonly LicenseLine[],
): Promise<void> {
  const removals = await journal.removals.of(serial);
  const busy = underway(removals, installed);
  for (const removal of removals) {
    if (removal.doneAt === undefined && !busy.includes(removal)) await journal.removals.end(serial, removal.name);
  }
}

/** The removals that are not finished, and took something off the box. */
export function underway(removals: readonly Removal[], installed: readonly LicenseLine[]): readonly Removal[] {
  if (removals.length === 0) return [];
  const present = new Set(installed.map(lineFingerprint));
  return removals.filter((removal) => isUnderway(removal, present));
}
