import type { NetworkInterfaceInfo } from "node:os";
import { parseNetwork } from "../box/discover/networks.ts";

/** A network that this machine is in. */
export interface OwnNetwork {
  readonly cidr: string;
  readonly interface: string;
  /** Larger than a sweep takes without being told so. */
  readonly large: boolean;
}

const largest = 65_536;

/** The IPv4 networks of this machine's interfaces, loopback and single addresses left out, each once. */
export function ownNetworks(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): OwnNetwork[] {
  const found = new Map<string, OwnNetwork>();
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    for (const { family, internal, cidr } of addresses) {
      if (family !== "IPv4" || internal || cidr === null) continue;
      const range = parseNetwork(cidr);
      if (range === undefined || range.last - range.first < 3) continue;
      const network = `${addressText(range.first)}/${cidr.split("/")[1]}`;
      found.set(network, { cidr: network, interface: name, large: range.last - range.first + 1 > largest });
    }
  }
  return [...found.values()];
}

function addressText(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}
