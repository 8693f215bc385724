import { BoxError } from "../../box/box-error.ts";
import type { Sighting } from "../../box/discover/sighting.ts";
import type { Endpoint } from "../../box/endpoint.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "./site.ts";
import { isKnown, unknownBox } from "./unknown-box.ts";

/** One sweep a command or round, made when the first box is not where it was. */
export type SweepOnce = (signal: AbortSignal) => Promise<readonly Sighting[]>;

export function sweepOnce(site: Site): SweepOnce {
  let sweep: Promise<readonly Sighting[]> | undefined;
  return (signal) => {
    sweep ??= site.discover(signal);
    return sweep;
  };
}

/**
 * Whether the box was seen there. What tells one serial number by HTTP and another by SNMP may be a box that lies, and is
 * not taken for one that moved: it would be given that one's password.
 */
export function isSightingOf(serial: SerialNumber, sighting: Sighting): boolean {
  return sighting.serial === serial && sighting.otherSerial === undefined;
}

const elsewhere: ReadonlySet<string> = new Set([
  "unreachable",
  "wrong-serial",
  "not-a-box",
  "outside-networks",
  "timed-out",
]);

/** Whether the error means that the box may be somewhere else. */
export function maybeElsewhere(error: unknown): error is BoxError {
  return error instanceof BoxError && elsewhere.has(error.code);
}

/**
 * Does something with the box where it is: at its configured address, else where it was last seen, else where a sweep
 * finds it.
 * @throws the first address's BoxError when it is nowhere else; `unknown-box` when there is no address at all
 */
export async function atItsAddress<T>(
  site: Site,
  serial: SerialNumber,
  sweep: SweepOnce,
  signal: AbortSignal,
  work: (endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  let first: unknown;
  /** Addresses where it cannot be; one that did not answer may do so by the time of the sweep. */
  const tried: Endpoint[] = [];
  const attempt = async (endpoint: Endpoint): Promise<{ value: T } | undefined> => {
    try {
      return { value: await work(endpoint) };
    } catch (error) {
      if (!maybeElsewhere(error)) throw error;
      first ??= error;
      if (error.code !== "unreachable" && error.code !== "timed-out") tried.push(endpoint);
      return undefined;
    }
  };
  for (const endpoint of await knownEndpoints(site, serial)) {
    const done = await attempt(endpoint);
    if (done) return done.value;
  }
  for (const sighting of await sweep(signal)) {
    if (!isSightingOf(serial, sighting) || tried.some((endpoint) => isSame(endpoint, sighting))) continue;
    const done = await attempt({ address: sighting.address, httpPort: sighting.httpPort });
    if (done) return done.value;
  }
  const sightings = await sweep(signal);
  const claimed =
    sightings.find(({ otherSerial }) => otherSerial === serial) ??
    (first === undefined ? sightings.find((sighting) => sighting.serial === serial) : undefined);
  if (claimed?.otherSerial) throw twoSerials(claimed, serial);
  throw first ?? (await nowhere(site, serial));
}

/** @param serial of the box that was looked for */
export function twoSerials({ address, serial: byHttp, otherSerial }: Sighting, serial?: SerialNumber): BoxError {
  const message = `at ${address} HTTP answers as ${byHttp}, and SNMP as ${otherSerial}; HTTP is what counts, at an address that the configuration names`;
  return new BoxError("wrong-serial", message, { serial, address });
}

async function nowhere(site: Site, serial: SerialNumber): Promise<BoxError> {
  if (!(await isKnown(site, { serial }))) return unknownBox({ serial });
  const message = `${serial} was not found in the configured networks; varsync discover shows what is there`;
  return new BoxError("unknown-box", message, { serial });
}

/** Where the configuration has the box, then where it was seen last. */
export async function knownEndpoints(site: Site, serial: SerialNumber): Promise<Endpoint[]> {
  const known = await site.journal.boxes.find(serial);
  const seen = known?.address && { address: known.address, httpPort: known.httpPort ?? site.httpPort };
  const configured = site.boxes.get(serial)?.endpoint;
  const endpoints = [configured, seen].filter((endpoint) => endpoint !== undefined && endpoint !== "");
  return endpoints.filter((endpoint, index) => index === 0 || !isSame(endpoint, endpoints[0]));
}

export function isSame(one: Endpoint, other: Endpoint | undefined): boolean {
  return one.address === other?.address && one.httpPort === other.httpPort;
}
