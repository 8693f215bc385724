import fc from "fast-check";
import t from "tap";
import { addressNumber, hostsOf, isInside, parseNetwork } from "../../../src/box/discover/networks.ts";

function network(cidr: string) {
  const range = parseNetwork(cidr);
  if (range === undefined) throw new Error(`${cidr} is no network`);
  return range;
}

const octet = fc.integer({ min: 0, max: 255 });
const addresses = fc.tuple(octet, octet, octet, octet).map((all) => all.join("."));
/** Small ones, so that every host can be looked at, and close together, so that they overlap. */
const smallNetworks = fc
  .tuple(fc.integer({ min: 0, max: 3 }), octet, fc.integer({ min: 24, max: 32 }))
  .map(([third, fourth, bits]) => `192.168.${third}.${fourth}/${bits}`);

t.test("a network is a range of addresses, whatever its host bits are", async (t) => {
  t.same(network("192.168.10.77/24"), network("192.168.10.0/24"));
  t.same(network("0.0.0.0/0"), { first: 0, last: 2 ** 32 - 1 });
  t.same(network("255.255.255.255/32"), { first: 2 ** 32 - 1, last: 2 ** 32 - 1 });
});

t.test("what is no IPv4 network is none", async (t) => {
  for (const text of [
    "",
    "192.168.10.0",
    "192.168.10.0/33",
    "192.168.10/24",
    "10.0.0.0/-1",
    "fe80::/64",
    "a/24",
    "010.0.0.0/8x",
  ]) {
    t.equal(parseNetwork(text), undefined, text);
  }
});

t.test("the network's first and last address are asked only in networks of one or two addresses", async (t) => {
  t.same([...hostsOf([network("10.0.0.0/30")])], ["10.0.0.1", "10.0.0.2"]);
  t.same([...hostsOf([network("10.0.0.0/31")])], ["10.0.0.0", "10.0.0.1"]);
  t.same([...hostsOf([network("10.0.0.7/32")])], ["10.0.0.7"]);
  t.same([...hostsOf([])], []);
  t.equal(hostsOf([network("10.0.0.0/8")]).size, 2 ** 24 - 2);
  t.equal(hostsOf([network("0.0.0.0/0")]).size, 2 ** 32 - 2);
});

t.test("only a plain IPv4 address is ever inside, not even of everything", async (t) => {
  const everything = [network("0.0.0.0/0")];
  t.ok(isInside(everything, "192.168.0.1"));
  for (const text of [
    "",
    "localhost",
    "::ffff:10.0.0.1",
    "10.0.0.1:80",
    "10.1",
    "0x0a000001",
    "167772161",
    " 10.0.0.1",
    "10.0.0.1\n",
  ]) {
    t.notOk(isInside(everything, text), JSON.stringify(text));
  }
});

t.test("no address outside the networks is ever in the set, and each is in it once and in order", async () => {
  fc.assert(
    fc.property(fc.array(smallNetworks, { maxLength: 5 }), fc.array(addresses, { maxLength: 20 }), (cidrs, others) => {
      const networks = cidrs.map(network);
      const hosts = hostsOf(networks);
      const all = [...hosts];
      const numbers = all.map((address) => addressNumber(address) ?? -1);
      const set = new Set(all);
      return (
        all.length === hosts.size &&
        all.every((address) => isInside(networks, address) && hosts.has(address)) &&
        numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0)) &&
        others.every((address) => hosts.has(address) === set.has(address))
      );
    }),
    { numRuns: 500 },
  );
});

t.test("every host of every network is in the set, however the networks overlap", async () => {
  fc.assert(
    fc.property(fc.array(smallNetworks, { minLength: 1, maxLength: 5 }), (cidrs) => {
      const hosts = hostsOf(cidrs.map(network));
      return cidrs.every((cidr) => [...hostsOf([network(cidr)])].every((address) => hosts.has(address)));
    }),
    { numRuns: 300 },
  );
});

t.test("inside and outside are told by the address's bits", async () => {
  const bitsOf = (address: string) =>
    address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  fc.assert(
    fc.property(addresses, addresses, fc.integer({ min: 0, max: 32 }), (address, other, bits) => {
      const same = bitsOf(address).slice(0, bits) === bitsOf(other).slice(0, bits);
      return isInside([network(`${other}/${bits}`)], address) === same;
    }),
  );
});
