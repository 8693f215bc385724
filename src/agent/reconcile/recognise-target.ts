import { BoxError } from "../../box/box-error.ts";
import type { Identity } from "../../box/identify/identify.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { BoxTarget } from "./box-target.ts";
import { atItsAddress, type SweepOnce } from "./locate.ts";
import { recognise } from "./look.ts";
import { recogniseAt } from "./recognise-at.ts";
import type { Site } from "./site.ts";

/**
 * Finds a box and asks who it is, without a password; where it was seen is kept.
 * @throws BoxError also `not-understood` when it does not tell its serial number
 */
export async function recogniseTarget(
  site: Site,
  target: BoxTarget,
  sweep: SweepOnce,
  signal: AbortSignal,
): Promise<Identity & { readonly serial: SerialNumber }> {
  const identity =
    "endpoint" in target
      ? await recogniseAt(site, target.endpoint, sweep, signal)
      : await atItsAddress(site, target.serial, sweep, signal, (endpoint) =>
          recognise(site, endpoint, target.serial, signal),
        );
  const { serial, endpoint, product, firmware, profile } = identity;
  if (serial === undefined) {
    const message = `the box at ${endpoint.address} does not tell its serial number by HTTP or SNMP`;
    throw new BoxError("not-understood", message, { address: endpoint.address });
  }
  await site.journal.boxes.remember({ serial, ...endpoint, product, firmware, profile: profile.id });
  return { ...identity, serial };
}
