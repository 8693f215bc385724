import type { Sighting } from "../../box/discover/sighting.ts";
import type { Site } from "./site.ts";

/** Keeps where boxes were seen, so that they are found again. Answers the serial numbers that nobody knew. */
export async function rememberSightings(site: Site, sightings: readonly Sighting[]): Promise<string[]> {
  const known = new Set((await site.journal.boxes.all()).map((box) => box.serial));
  const added: string[] = [];
  for (const { serial, address, httpPort, product, firmware, profile } of sightings) {
    if (serial === undefined) continue;
    if (!known.has(serial) && !site.boxes.has(serial)) added.push(serial);
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
    await site.journal.boxes.remember({ serial, address, httpPort, product, firmware, profile });
  }
  return added;
}
