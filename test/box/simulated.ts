import type { Endpoint } from "../../src/box/endpoint.ts";
import { loadProfiles } from "../../src/box/profile/load-profiles.ts";
import { matchProfile } from "../../src/box/profile/match-profile.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import { makeBox } from "../../src/simulator/make-box.ts";
import type { SimulatedBoxOptions } from "../../src/simulator/simulated-box.ts";
import { type RunningBox, type StartBoxOptions, startBox } from "../../src/simulator/start-box.ts";

/** Every test file has addresses of its own, so that these may be the same everywhere. */
export const ports = { http: 18_080, snmp: 10_161, ssh: 10_022 } as const;

export const profiles = await loadProfiles();
export const ip400 = matchProfile(profiles, "IP400");

/** `127.61.7.1` to `127.61.7.<count>` for the network `127.61.7`. */
export function addressesIn(network: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${network}.${index + 1}`);
}

/** An IP400 with Basic login and no licenses on the wire, but for what a test wants otherwise. */
export async function startIp400(
  address: string,
  own: Partial<SimulatedBoxOptions> = {},
  more: Partial<StartBoxOptions> = {},
): Promise<RunningBox> {
  const box = makeBox(1, 0, { product: "IP400", login: "basic", licenses: [], startPage: "xml", ...own });
  return startBox(box, { address, ports, community: "public", awayMs: 50, ...more });
}

export function withFaults(...faults: Fault[]): { faults: ReadonlySet<Fault> } {
  return { faults: new Set(faults) };
}

export function endpointOf({ address }: { readonly address: string }): Endpoint {
  return { address, httpPort: ports.http };
}
