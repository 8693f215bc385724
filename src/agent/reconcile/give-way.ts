import { z } from "zod";
import type { SerialNumber } from "../../license/serial-number.ts";
import { enrolledSerials } from "./enrolled-serials.ts";
import type { Site } from "./site.ts";

/** Longer than the others of a site take in their next window. */
const longestMs = 24 * 3_600_000;
const marks = z.record(z.string(), z.iso.datetime());

/**
 * A person gave the reset slot free that the box held in vain: it would take it again at once, and is to let others have it
 * first, for a day at most.
 */
export async function giveWay(site: Pick<Site, "journal" | "clock">, serial: SerialNumber): Promise<void> {
  const now = site.clock.now();
  const all = { ...(await givingWay(site, now)), [serial]: now.toISOString() };
  await site.journal.facts.set("gives-way", JSON.stringify(all));
}

/** What such a box waits for, while others of the site wait to be reset. */
export async function whyGivesWay(site: Site, serial: SerialNumber): Promise<string | undefined> {
  const giving = await givingWay(site, site.clock.now());
  if (giving[serial] === undefined) return undefined;
  const enrolled = new Set(await enrolledSerials(site));
  const first = (await site.journal.states.all()).find(
    (other) =>
      other.outcome === "waiting-for-reset" &&
      (other.waitKind === "slot" || other.waitKind === "window") &&
      giving[other.serial] === undefined &&
      enrolled.has(other.serial),
  );
  return first && `its turn: it was not idle for long, and ${first.serial} is reset before it`;
}

/** Serial numbers of boxes that give way now, and since when. */
async function givingWay({ journal }: Pick<Site, "journal">, now: Date): Promise<Readonly<Record<string, string>>> {
  const kept = marks.parse(JSON.parse((await journal.facts.get("gives-way")) ?? "{}"));
  const fresh = ([, since]: readonly [string, string]) => Math.abs(now.getTime() - Date.parse(since)) < longestMs;
  return Object.fromEntries(Object.entries(kept).filter(fresh));
}
