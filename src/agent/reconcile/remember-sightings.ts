import type { Sighting } from "../../box/discover/sighting.ts";
import type { KnownBox, Observed } from "../journal/known-boxes.ts";
import { keepSecondClaims } from "./second-claims.ts";
import type { Site } from "./site.ts";

/** Boxes that are kept by one commit; others have their turn in between. */
const portion = 50;

/** Keeps where boxes were seen, so that they are found again. Answers the serial numbers that nobody knew. */
export async function rememberSightings(site: Site, sightings: readonly Sighting[]): Promise<string[]> {
  const { boxes } = site.journal;
  const known = new Map((await boxes.all()).map((box) => [box.serial, box]));
  const claims = new Map<string, string[]>();
  const homes = homesOf(site, sightings, known);
  const added: string[] = [];
  const seen: Observed[] = [];
  for (const sighting of sightings) {
    const { serial, address, httpPort, product, firmware, profile } = sighting;
    if (serial === undefined) continue;
    if (!known.has(serial) && !site.boxes.has(serial)) added.push(serial);
    const home = homes.get(serial);
    const others = claims.get(serial) ?? [];
    claims.set(serial, others);
    if (home !== undefined && home !== address) {
      others.push(address);
      site.log.warn({ serial, address, home }, "two addresses claim one serial number; where it is known to be counts");
      continue;
    }
    // What a pass compares with is what the pass before read, not what a sweep saw.
    const isRead = known.get(serial)?.settingsSample !== undefined;
    seen.push({ serial, address, httpPort, ...(isRead ? {} : { product, firmware, profile }) });
  }
  await keepSecondClaims(site.journal, claims);
  for (let start = 0; start < seen.length; start += portion) {
    const some = seen.slice(start, start + portion);
    await Promise.all(some.map((box) => boxes.remember(box, known.get(box.serial))));
  }
  return added;
}

/** The address that counts, of boxes that were seen where the configuration has them, else where they were before. */
function homesOf(
  { boxes }: Site,
  sightings: readonly Sighting[],
  known: ReadonlyMap<string, KnownBox>,
): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const { serial, address } of sightings) {
    if (serial === undefined) continue;
    const configured = boxes.get(serial)?.endpoint?.address;
    if (address === configured) homes.set(serial, address);
    else if (address === known.get(serial)?.address && !homes.has(serial)) homes.set(serial, address);
  }
  return homes;
}
