import { type Endpoint, endpointText } from "../endpoint.ts";
import { matchProfile } from "../profile/match-profile.ts";
import type { Profile } from "../profile/profile.ts";
import type { BoxHttp } from "../transport/http/box-http.ts";
import { createPace, type Pace } from "../transport/pace.ts";
import { type Evidence, mergeEvidence } from "./merge-evidence.ts";
import { type AddressRange, hostsOf, inOrderOf, isInside } from "./networks.ts";
import { probeHttp } from "./probe-http.ts";
import { probeSnmp } from "./probe-snmp.ts";
import type { Sighting } from "./sighting.ts";

/** Where to look, and how. */
export interface DiscoverOptions {
  /** Nothing outside is contacted. */
  readonly networks: readonly AddressRange[];
  readonly ways: readonly ("snmp" | "http")[];
  readonly httpPort: number;
  readonly snmp: { readonly port: number; readonly community: string };
  /** Of both ways together; 0 = unlimited. */
  readonly probesPerSecond: number;
  /** Boxes of the configuration; asked by HTTP where they stand, if that lies inside the networks. */
  readonly listed: readonly Endpoint[];
  /** Addresses that are asked before the others: where boxes were seen before. */
  readonly first?: Iterable<string> | undefined;
  /** Called as probes leave. */
  readonly onProbe?: ((sent: number, total: number) => void) | undefined;
  /** Called for every probe, also where an address is asked again. */
  readonly probed?: (() => void) | undefined;
}

/**
 * Sweeps the networks and gives every address that answered as a box may, once, in ascending order.
 * @throws BoxError `unreachable` when nothing can be sent at all; the reason of `signal`
 */
export async function discover(
  { http, profiles }: { readonly http: BoxHttp; readonly profiles: readonly Profile[] },
  options: DiscoverOptions,
  signal: AbortSignal,
): Promise<Sighting[]> {
  const { networks, ways, onProbe } = options;
  const hosts = inOrderOf(hostsOf(networks), options.first ?? []);
  const listed = new Map(
    options.listed
      .filter(({ address }) => isInside(networks, address))
      .map((endpoint) => [endpointText(endpoint), endpoint]),
  );
  const pace = toldPace(createPace(options.probesPerSecond), options.probed);
  const swept = ways.includes("http") ? endpointsOf(hosts, options.httpPort, listed) : [];
  const total = listed.size + ways.length * hosts.size;
  let sent = 0;
  const probed = () => onProbe?.(++sent, total);
  const evidence: Evidence[] = [];
  const found = (one: Evidence) => evidence.push(one);
  const paths = [...new Set(profiles.map((profile) => profile.read.identity.path))];
  const httpProbes = function* () {
    for (const endpoint of listed.values()) yield { endpoint, via: "list" as const };
    for (const endpoint of swept) yield { endpoint, via: "http" as const };
  };
  await Promise.all([
    probeHttp(http, httpProbes(), { paths, pace, found, probed }, signal),
    ways.includes("snmp") && hosts.size > 0
      ? probeSnmp({ ...options.snmp, hosts, pace, found, probed }, signal)
      : undefined,
  ]);
  return mergeEvidence(evidence, options.httpPort).map((sighting) => ({
    ...sighting,
    profile: matchProfile(profiles, sighting.product).id,
  }));
}

function toldPace(pace: Pace, probed: () => void = () => undefined): Pace {
  return {
    take(signal) {
      probed();
      return pace.take(signal);
    },
  };
}

function* endpointsOf(
  addresses: Iterable<string>,
  httpPort: number,
  without: ReadonlyMap<string, Endpoint>,
): Generator<Endpoint> {
  for (const address of addresses) {
    const endpoint = { address, httpPort };
    if (!without.has(endpointText(endpoint))) yield endpoint;
  }
}
