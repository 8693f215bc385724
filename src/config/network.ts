import ipaddr from "ipaddr.js";
import { z } from "zod";

/** A range of IPv4 addresses, as numbers, ends included. */
export interface Range {
  readonly cidr: string;
  readonly first: number;
  readonly last: number;
}

/** More addresses than this want `largeNetworks: true`. */
export const largestNetwork = 65_536;

/** `192.168.10.0/24`; the bits behind the prefix must be zero, so that what is written is what is meant. */
export const networkSchema = z.string().transform((cidr, context): Range => {
  const range = parseRange(cidr);
  if (range) return range;
  context.addIssue('a network looks like "192.168.10.0/24" (IPv4, the host bits zero)');
  return z.NEVER;
});

export const addressSchema = z
  .string()
  .refine((text) => ipaddr.IPv4.isValidFourPartDecimal(text), 'an address looks like "192.168.10.7"');

export function numberOf(address: string): number {
  return ipaddr.IPv4.parse(address).octets.reduce((all, octet) => all * 256 + octet, 0);
}

export function isInRange(address: string, { first, last }: Range): boolean {
  const number = numberOf(address);
  return number >= first && number <= last;
}

function parseRange(cidr: string): Range | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return undefined;
  const [, bits] = ipaddr.IPv4.parseCIDR(cidr);
  const first = numberOf(ipaddr.IPv4.networkAddressFromCIDR(cidr).toString());
  if (ipaddr.IPv4.networkAddressFromCIDR(cidr).toString() !== cidr.split("/")[0]) return undefined;
  return { cidr, first, last: first + 2 ** (32 - bits) - 1 };
}
