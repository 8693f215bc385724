import { BoxError } from "../../box/box-error.ts";
import { type Configuration, parseConfiguration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { Removal } from "../journal/removals.ts";
import type { PlanInput } from "../plan/plan-input.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { readBackup } from "./back-up.ts";
import { installedOn, type Look } from "./look.ts";
import { underway } from "./settle-removals.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";

/**
 * What removals that were cut off left behind: lines that went with the deletion are in the backup, and go back.
 * @throws BoxError `line-lost` where the backup has them no more; the box is set aside then
 */
export async function unfinishedRemovals(
  site: Site,
  look: Look,
  removals: readonly Removal[],
): Promise<Pick<PlanInput, "putBack" | "begun">> {
  const { serial } = look;
  const installed = installedOn(look);
  const open = underway(removals, installed);
  if (open.length === 0) return { putBack: [], begun: [] };
  const present = new Set(installed.map(lineFingerprint));
  const putBack: LicenseLine[] = [];
  const begun: LicenseLine[] = [];
  for (const removal of open) {
    const saved = await linesOf(site, look, removal.backup);
    const missing = (prints: readonly string[]) =>
      prints.filter((print) => !present.has(print)).map((print) => saved.get(print));
    const survivors = missing(removal.survivors);
    if (survivors.includes(undefined)) {
      const message = `a deletion of ${removal.name} was cut off, and the backup ${removal.backup} does not have all the lines any more that went with it; look at the box, then run varsync release ${serial}`;
      await tripBreaker(site, `box:${serial}`, "line-lost", message);
      throw new BoxError("line-lost", message, { serial, address: look.identity.endpoint.address });
    }
    putBack.push(...survivors.filter((line) => line !== undefined));
    begun.push(...missing(removal.removed).filter((line) => line !== undefined));
  }
  return { putBack, begun };
}

/** The backup's license lines by fingerprint. */
async function linesOf(site: Site, look: Look, backup: string): Promise<ReadonlyMap<string, LicenseLine>> {
  const bytes = await readBackup(site, look.serial, backup);
  const licenses: Configuration["licenses"] =
    bytes === undefined ? [] : parseConfiguration(bytes, look.identity.profile).licenses;
  return new Map(licenses.map((line) => [lineFingerprint(line), line]));
}
