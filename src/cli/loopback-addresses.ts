import { hostsOf, parseNetwork } from "../box/discover/networks.ts";
import { UsageError } from "./usage/usage-error.ts";

/**
 * The first addresses of a network of this machine's own, 127.0.0.0/8: a simulated box must not be taken for a real one.
 * @throws UsageError
 */
export function loopbackAddresses(cidr: string, count: number): string[] {
  const network = parseNetwork(cidr);
  const loopback = parseNetwork("127.0.0.0/8");
  if (!network || !loopback || network.first < loopback.first || network.last > loopback.last) {
    throw new UsageError(`--network ${cidr}: simulated boxes live on loopback, like 127.77.0.0/16`);
  }
  const hosts = hostsOf([network]);
  if (hosts.size < count) throw new UsageError(`--network ${cidr} has room for ${hosts.size} boxes, not for ${count}`);
  return [...hosts].slice(0, count);
}
