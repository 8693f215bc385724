import type { Sighting } from "../../box/discover/sighting.ts";
import { isSightingOf } from "./locate.ts";
import type { Site } from "./site.ts";

/** Keeps where boxes were seen, so that they are found again. Answers the serial numbers that nobody knew. */
export async function rememberSightings(site: Site, sightings: readonly Sighting[]): Promise<string[]> {
  const known = new Map((await site.journal.boxes.all()).map((box) => [box.serial, box]));
  const added: string[] = [];
  for (const sighting of sightings) {
    const { serial, address, httpPort, product, firmware, profile } = sighting;
    if (serial === undefined) continue;
    const isKnown = known.has(serial) || site.boxes.has(serial);
    if (isKnown && !isSightingOf(serial, sighting)) continue;
    if (!isKnown) added.push(serial);
    const listed = site.boxes.get(serial)?.endpoint;
    if (
      listed &&
      listed.address !== address &&
      sightings.some((other) => other.serial === serial && other.address === listed.address)
    ) {
      site.log.warn(
        { serial, address, configured: listed.address },
        "two addresses claim one serial number; the configured one counts",
      );
      continue;
    }
    const box = known.get(serial);
    // What a pass compares with is what the pass before read, not what a sweep saw.
    const isRead = box?.settingsSample !== undefined;
    const facts = isRead ? {} : { product, firmware, profile };
    await site.journal.boxes.remember({ serial, address, httpPort, ...facts }, box);
  }
  return added;
}
