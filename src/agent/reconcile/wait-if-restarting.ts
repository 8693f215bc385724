import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { recognise } from "./look.ts";
import type { Site } from "./site.ts";
import { upTimeOf } from "./up-time.ts";

/** For a box whose profile is not known. */
const usualSeconds = 180;

/**
 * A reset by a run that was cut off may be under way: the box is waited for, and not held against it.
 * Answers whether the box was away and came back, or whether its uptime shows a restart since.
 */
export async function waitIfRestarting(site: Site, serial: SerialNumber, signal: AbortSignal): Promise<boolean> {
  const pending = await site.journal.resets.of(serial);
  if (pending === undefined) return false;
  const known = await site.journal.boxes.find(serial);
  const endpoint = known?.address
    ? { address: known.address, httpPort: known.httpPort ?? site.httpPort }
    : site.boxes.get(serial)?.endpoint;
  if (endpoint === undefined) return false;
  const profile = site.wires.profiles.find(({ id }) => id === known?.profile);
  const end = site.clock.monotonicMs() + (profile?.reset.backWithinSeconds ?? usualSeconds) * 1000;
  let away = false;
  while (site.clock.monotonicMs() < end) {
    try {
      const identity = await recognise(site, endpoint, serial, signal);
      const upTime = identity.upTimeSeconds ?? (await upTimeOf(site, endpoint, signal));
      return away || (upTime !== undefined && known?.upTimeSeconds !== undefined && upTime < known.upTimeSeconds);
    } catch (error) {
      if (!(error instanceof BoxError)) throw error;
      // Something else answers there: it may have come back at another address.
      if (error.code !== "unreachable" && error.code !== "timed-out") return false;
      away = true;
      site.log.debug({ serial }, "waiting for a box that is restarting");
      await site.clock.sleep(500, signal);
    }
  }
  return false;
}
