import ipaddr from "ipaddr.js";

/** A range of IPv4 addresses as numbers, ends included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The addresses of some networks that a sweep asks; iterating twice gives them twice. */
export interface AddressSet extends Iterable<string> {
  readonly size: number;
  has(address: string): boolean;
}

/** `192.168.10.0/24` as a range, whatever the host bits are; `undefined` when it is no IPv4 network. */
export function parseNetwork(cidr: string): AddressRange | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return undefined;
  const [, bits] = ipaddr.IPv4.parseCIDR(cidr);
  const first = addressNumber(ipaddr.IPv4.networkAddressFromCIDR(cidr).toString());
  return first === undefined ? undefined : { first, last: first + 2 ** (32 - bits) - 1 };
}

/**
 * Whether an address lies in one of the networks, their first and last address included. The one question that is
 * asked before anything is sent anywhere; whatever is no plain IPv4 address is outside.
 */
export function isInside(networks: readonly AddressRange[], address: string): boolean {
  const number = addressNumber(address);
  return number !== undefined && networks.some(({ first, last }) => number >= first && number <= last);
}

/**
 * Every address of the networks that can be a box's, once, in ascending order: without the first (network) and last
 * (broadcast) address of networks that have such, unless another one of the networks has them as hosts.
 */
export function hostsOf(networks: readonly AddressRange[]): AddressSet {
  const ranges = united(networks.map(hostRange));
  return {
    size: ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    has: (address) => isInside(ranges, address),
    *[Symbol.iterator]() {
      for (const { first, last } of ranges) {
        for (let number = first; number <= last; number += 1) yield addressText(number);
      }
    },
  };
}

/** The same addresses, those named first, as far as they are among them. */
export function inOrderOf(hosts: AddressSet, first: Iterable<string>): AddressSet {
  const early = new Set([...first].filter((address) => hosts.has(address)));
  return {
    size: hosts.size,
    has: (address) => hosts.has(address),
    *[Symbol.iterator]() {
      yield* early;
      for (const address of hosts) if (!early.has(address)) yield address;
    },
  };
}

/** The address as a number, or `undefined` when it is not four decimal parts. */
export function addressNumber(address: string): number | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return undefined;
  return ipaddr.IPv4.parse(address).octets.reduce((all, octet) => all * 256 + octet, 0);
}

function addressText(number: number): string {
  return `${Math.floor(number / 2 ** 24)}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** Networks of one or two addresses (/32, /31) have neither a network nor a broadcast address. */
function hostRange({ first, last }: AddressRange): AddressRange {
  return last - first < 2 ? { first, last } : { first: first + 1, last: last - 1 };
}

function united(ranges: readonly AddressRange[]): AddressRange[] {
  const result: AddressRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = result.at(-1);
    if (before === undefined || range.first > before.last + 1) result.push(range);
    else if (range.last > before.last) result[result.length - 1] = { first: before.first, last: range.last };
  }
  return result;
}
