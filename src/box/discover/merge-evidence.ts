import type { BoxFacts } from "../profile/box-info.ts";
import { addressNumber } from "./networks.ts";
import type { Sighting, SightingWay } from "./sighting.ts";

/** What one way found out about an address. */
export interface Evidence {
  readonly address: string;
  /** Missing where the way knows none, as SNMP. */
  readonly httpPort?: number;
  readonly via: SightingWay;
  readonly facts: BoxFacts;
}

const order: readonly SightingWay[] = ["list", "snmp", "http"];

/**
 * One sighting an endpoint, in ascending order of the addresses. What HTTP says counts more than what SNMP says, since
 * HTTP is what the box is then spoken to by.
 * @param httpPort of addresses that only SNMP found
 */
export function mergeEvidence(evidence: readonly Evidence[], httpPort: number): Sighting[] {
  const overSnmp = new Map(evidence.filter(({ via }) => via === "snmp").map((one) => [one.address, one]));
  const overHttp = evidence.filter(({ via }) => via !== "snmp");
  const seen = new Set(overHttp.map(({ address }) => address));
  const rest = [...overSnmp.values()].filter(({ address }) => !seen.has(address));
  const sightings = [
    ...overHttp.map((one) => sightingOf(one, overSnmp.get(one.address), httpPort)),
    ...rest.map((one) => sightingOf(one, undefined, httpPort)),
  ];
  // Once for each: thousands are compared with each other.
  const placed = sightings.map((sighting) => ({ sighting, place: addressNumber(sighting.address) ?? 0 }));
  placed.sort((one, other) => one.place - other.place || one.sighting.httpPort - other.sighting.httpPort);
  return placed.map(({ sighting }) => sighting);
}

function sightingOf(one: Evidence, snmp: Evidence | undefined, httpPort: number): Sighting {
  const { serial, product, firmware } = { ...snmp?.facts, ...one.facts };
  const other = snmp?.facts.serial;
  const ways = new Set<SightingWay>([one.via, ...(snmp ? (["snmp"] as const) : [])]);
  return {
    address: one.address,
    httpPort: one.httpPort ?? httpPort,
    ...(serial && { serial }),
    ...(other && other !== serial && { otherSerial: other }),
    ...(product && { product }),
    ...(firmware && { firmware }),
    via: order.filter((way) => ways.has(way)),
  };
}
