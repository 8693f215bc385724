import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** Finds the addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export const resolveBySystem: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** Whether the address lies on the internet: not private, loopback, link-local, nor reserved for anything else. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/**
 * The addresses that may be connected to. They are to be used as they are: a name that is resolved once more may have
 * another answer by then.
 * @throws Error when a host has no address, or one that is not public
 */
export async function publicAddresses(host: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(host);
  const strange = addresses.find(({ address }) => !isPublicAddress(address));
  if (strange !== undefined) throw new Error(`${host} has the private address ${strange.address}`);
  return addresses;
}
