import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { isAway } from "../keys/is-away.ts";
import type { Site } from "./site.ts";

/**
 * Tells the sources of keys what was read back from a box: so the pool knows which keys were seen, and that a revoked one
 * is gone. What cannot be told now is told with the next look; it keeps nothing from being done.
 */
export async function reportInstalled(
  site: Site,
  serial: SerialNumber,
  installed: readonly LicenseLine[],
): Promise<void> {
  const codes = installed.flatMap(({ key }) => key ?? []);
  for (const source of site.sources) {
    try {
      await source.report?.(serial, codes);
    } catch (error) {
      if (isAway(error)) site.log.debug({ err: error, serial }, "what is installed could not be reported");
      else site.log.warn({ err: error, serial }, "the pool does not take what is reported of a box");
    }
  }
}
