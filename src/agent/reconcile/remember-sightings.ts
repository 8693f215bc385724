import type { Sighting } from "../../box/discover/sighting.ts";
import type { Observed } from "../journal/known-boxes.ts";
import type { Site } from "./site.ts";

/** Boxes that are kept by one commit; others have their turn in between. */
const portion = 50;

/** Keeps where boxes were seen, so that they are found again. Answers the serial numbers that nobody knew. */
export async function rememberSightings(site: Site, sightings: readonly Sighting[]): Promise<string[]> {
  const { boxes } = site.journal;
  const known = new Map((await boxes.all()).map((box) => [box.serial, box]));
  const atListed = new Set(sightings.filter((sighting) => isListed(site, sighting)).map(({ serial }) => serial));
  const added: string[] = [];
  const seen: Observed[] = [];
  for (const sighting of sightings) {
    const { serial, address, httpPort, product, firmware, profile } = sighting;
    if (serial === undefined) continue;
    if (!known.has(serial) && !site.boxes.has(serial)) added.push(serial);
    if (atListed.has(serial) && !isListed(site, sighting)) {
      const configured = site.boxes.get(serial)?.endpoint?.address;
      site.log.warn(
        { serial, address, configured },
        "two addresses claim one serial number; the configured one counts",
      );
      continue;
    }
    // What a pass compares with is what the pass before read, not what a sweep saw.
    const isRead = known.get(serial)?.settingsSample !== undefined;
    seen.push({ serial, address, httpPort, ...(isRead ? {} : { product, firmware, profile }) });
  }
  for (let start = 0; start < seen.length; start += portion) {
    const some = seen.slice(start, start + portion);
    await Promise.all(some.map((box) => boxes.remember(box, known.get(box.serial))));
  }
  return added;
}

/** Whether the box was seen where the configuration says that it is. */
function isListed(site: Site, { serial, address }: Sighting): boolean {
  return serial !== undefined && site.boxes.get(serial)?.endpoint?.address === address;
}
