import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";

/** Whether the error means that a box is away to which a reset was sent. */
export async function isAwayAfterReset(site: Site, serial: SerialNumber, error: unknown): Promise<boolean> {
  const away = error instanceof BoxError && (error.code === "unreachable" || error.code === "timed-out");
  return away && (await site.journal.resets.of(serial))?.sentAt !== undefined;
}

/**
 * A box that a run which was cut off had reset, that was waited for, and is nowhere, did not come back: it is set aside,
 * and the site's reset slot is free for the others. Any other error stays what it is.
 */
export async function asNotBack(site: Site, serial: SerialNumber, error: unknown): Promise<unknown> {
  if (!(error instanceof BoxError) || !(await isAwayAfterReset(site, serial, error))) return error;
  const message = `not back after the reset; it is not reset again. Look at it, then run varsync release ${serial}`;
  await tripBreaker(site, `box:${serial}`, "not-back", message);
  site.events.notBack({ serial, address: error.address ?? "", message });
  await site.journal.resets.end(serial);
  return new BoxError("not-back", message, { serial, ...(error.address && { address: error.address }), cause: error });
}
