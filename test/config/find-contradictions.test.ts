import t from "tap";
import { configOf, mistakesOf } from "./config-file.ts";

const outside = "is outside the networks, and nothing outside is ever contacted";

t.test("a network of more than 65536 addresses wants largeNetworks", async (t) => {
  const told = await mistakesOf(t, "networks:\n  - 10.0.0.0/16\n  - 10.2.0.0/15\n");
  t.same(told, ["3 networks.1: 10.2.0.0/15 has 131072 addresses; more than 65536 want largeNetworks: true"]);
  t.same(await mistakesOf(t, "networks: [10.0.0.0/8]\nlargeNetworks: true\n"), []);
});

t.test("networks that overlap are refused, neighbours are not", async (t) => {
  t.same(await mistakesOf(t, "networks:\n  - 192.168.10.0/24\n  - 192.168.10.128/25\n"), [
    "3 networks.1: 192.168.10.128/25 overlaps 192.168.10.0/24",
  ]);
  t.same(await mistakesOf(t, "networks: [192.168.10.128/25, 192.168.10.0/24]"), [
    "1 networks.1: 192.168.10.0/24 overlaps 192.168.10.128/25",
  ]);
  t.same(await mistakesOf(t, "networks: [192.168.10.0/25, 192.168.10.128/25]"), []);
});

t.test("a box outside the networks is refused, at both ends of a network it is not", async (t) => {
  const boxAt = (address: string) =>
    `networks: [192.168.10.0/24]\nboxes:\n  00-90-33-01-02-9f:\n    address: ${address}\n`;
  const at = "4 boxes.00-90-33-01-02-9f.address:";
  t.same(await mistakesOf(t, boxAt("192.168.11.0")), [`${at} 192.168.11.0 ${outside}`]);
  t.same(await mistakesOf(t, boxAt("192.168.9.255:8080")), [`${at} 192.168.9.255 ${outside}`]);
  t.same(await mistakesOf(t, boxAt("192.168.10.0")), []);
  t.same(await mistakesOf(t, boxAt("192.168.10.255:8080")), []);
});

t.test("one box under two spellings of its serial number is refused", async (t) => {
  t.same(await mistakesOf(t, "boxes:\n  00-90-33-01-02-9f: {}\n  00:90:33:01:02:9F: {}\n"), [
    "3 boxes.00:90:33:01:02:9F: is the same box as 00-90-33-01-02-9f",
  ]);
});

t.test("two boxes at one address and port are refused, also when the port is the usual one", async (t) => {
  const two = (one: string, other: string) => `networks: [127.77.0.0/24]
boxes:
  00-90-33-00-00-01: {address: "${one}"}
  00-90-33-00-00-02: {address: "${other}"}
`;
  for (const other of ["127.77.0.1", "127.77.0.1:80", "127.77.0.1:080"]) {
    t.same(
      await mistakesOf(t, two("127.77.0.1", other)),
      [`4 boxes.00-90-33-00-00-02.address: ${other} is the address of 00-90-33-00-00-01, too`],
      other,
    );
  }
  t.same(await mistakesOf(t, two("127.77.0.1:8001", "127.77.0.1:8002")), []);
});

t.test("keys from nowhere are refused", async (t) => {
  t.match(await mistakesOf(t, "keys: [files]"), [/^1 keys: names files, and there is no files/]);
  t.match(await mistakesOf(t, "keys: [pool]"), [/^1 keys: names pool, and there is no pool/]);
  t.match(await mistakesOf(t, "keys: [vendor]"), [/^1 keys: names vendor, and there is no vendor/]);
  t.match(await mistakesOf(t, "files: {dir: a}\nkeys: [files, files]"), [/^2 keys: names a source twice/]);
  t.match(await mistakesOf(t, "boxes:\n  00-90-33-01-02-9f:\n    files: [master.txt]"), [
    /^3 boxes\.00-90-33-01-02-9f\.files: there is no files/,
  ]);
});

t.test("a credential for every box must be the last", async (t) => {
  const all = "  - passwordFile: a\n";
  const one = "  - match: {profile: ip400}\n    passwordFile: b\n";
  t.match(await mistakesOf(t, `credentials:\n${all}${one}`), [/^2 credentials\.0: .*never used; put it last/]);
  t.equal((await configOf(t, `credentials:\n${one}${all}`)).credentials.length, 2);
});

t.test("the SNMP community has one source", async (t) => {
  t.match(await mistakesOf(t, "discovery:\n  snmpCommunity: public\n  snmpCommunityFile: a\n"), [
    /^1 discovery: wants one of snmpCommunity, snmpCommunityFile, snmpCommunityEnv/,
  ]);
});
