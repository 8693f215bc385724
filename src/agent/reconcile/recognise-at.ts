import { BoxError } from "../../box/box-error.ts";
import type { Endpoint } from "../../box/endpoint.ts";
import { endpointText } from "../../box/endpoint.ts";
import type { Identity } from "../../box/identify/identify.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { isSame, knownEndpoints, maybeElsewhere, type SweepOnce, twoSerials } from "./locate.ts";
import { recognise } from "./look.ts";
import type { Site } from "./site.ts";

/** A second address claims the serial number of a box that answers where it is known to be. */
export class SecondClaimError extends BoxError {
  readonly claimed: SerialNumber;
  declare readonly address: string;

  constructor(claimed: SerialNumber, at: Endpoint, home: Endpoint) {
    const message = `what answers at ${endpointText(at)} claims to be ${claimed}, which is at ${endpointText(home)} and counts there; it was given no password. Where it is the same box, name it by its serial number`;
    super("wrong-serial", message, { address: at.address });
    this.claimed = claimed;
  }
}

/**
 * Asks who answers at an address that a person named, without a password. A box that is known elsewhere has moved there
 * only if it is not where the configuration has it, or where it was seen last.
 * @throws BoxError as `recognise` does; SecondClaimError; `wrong-serial` for what tells two serial numbers
 */
export async function recogniseAt(
  site: Site,
  endpoint: Endpoint,
  sweep: SweepOnce,
  signal: AbortSignal,
): Promise<Identity> {
  const identity = await recognise(site, endpoint, undefined, signal);
  const { serial } = identity;
  if (serial === undefined) return identity;
  const known = await knownEndpoints(site, serial);
  for (const home of known) {
    if (isSame(home, endpoint)) return identity;
    if (await isThere(site, home, serial, signal)) throw new SecondClaimError(serial, endpoint, home);
  }
  if (known.length === 0) return identity;
  const sightings = await sweep(signal);
  const liar = sightings.find(({ address, otherSerial }) => address === endpoint.address && otherSerial !== undefined);
  if (liar) throw twoSerials(liar);
  return identity;
}

/** A box that answers and makes no sense may well be the one. */
async function isThere(site: Site, home: Endpoint, serial: SerialNumber, signal: AbortSignal): Promise<boolean> {
  try {
    await recognise(site, home, serial, signal);
    return true;
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    return !maybeElsewhere(error);
  }
}
