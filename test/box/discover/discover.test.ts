import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import t from "tap";
import { type DiscoverOptions, discover } from "../../../src/box/discover/discover.ts";
import { parseNetwork } from "../../../src/box/discover/networks.ts";
import { startLan } from "../../../src/simulator/start-lan.ts";
import { freeHttp } from "../free-http.ts";
import { addressesIn, endpointOf, ports, profiles, startIp400, withFaults } from "../simulated.ts";
import { boxValues, startSnmpAgent } from "../snmp-agent.ts";

const { signal } = new AbortController();
// Each waits a second or two for answers that do not come.
t.jobs = 10;

function lookIn(...networks: string[]): DiscoverOptions {
  return {
    networks: networks.flatMap((cidr) => parseNetwork(cidr) ?? []),
    ways: ["snmp", "http"],
    httpPort: ports.http,
    snmp: { port: ports.snmp, community: "public" },
    probesPerSecond: 0,
    listed: [],
  };
}

async function find(options: DiscoverOptions) {
  await using http = freeHttp();
  return await discover({ http, profiles }, options, signal);
}

/** Notes who comes by on both ports of an address, and says nothing. */
async function startWitness(address: string): Promise<AsyncDisposable & { readonly visits: string[] }> {
  const visits: string[] = [];
  const server = createServer((socket) => {
    visits.push("http");
    socket.destroy();
  }).listen(ports.http, address);
  await once(server, "listening");
  const udp = createSocket("udp4", () => visits.push("snmp")).bind(ports.snmp, address);
  await once(udp, "listening");
  return {
    visits,
    async [Symbol.asyncDispose]() {
      server.close();
      udp.close();
    },
  };
}

t.test("where boxes were seen before is asked first", async (t) => {
  const options = { ...lookIn("127.61.12.0/28"), ways: ["http"] as const, first: ["127.61.12.9", "127.61.99.1"] };
  await using wire = freeHttp();
  const asked = new Set<string>();
  const get: typeof wire.get = (endpoint, ...rest) => {
    asked.add(endpoint.address);
    return wire.get(endpoint, ...rest);
  };
  await discover({ http: { ...wire, get }, profiles }, options, signal);
  t.same([...asked].slice(0, 3), ["127.61.12.9", "127.61.12.1", "127.61.12.2"]);
  t.equal(asked.size, 14);
});

t.test("of a LAN of boxes and other devices the boxes are found, each once, with what both ways told", async (t) => {
  const addresses = addressesIn("127.61.8", 40);
  await using lan = await startLan({ addresses, boxes: 30, strangers: 10, seed: 7, ports, ssh: false });
  const found = await find(lookIn("127.61.8.0/24"));
  t.same(
    found.map(({ address, serial, product, profile, via }) => ({ address, serial, product, profile, via })),
    lan.boxes.map(({ address, serial, box }) => ({
      address,
      serial,
      product: box.options.product,
      profile: box.options.product.toLowerCase(),
      via: ["snmp", "http"],
    })),
  );
  t.ok(lan.boxes.every(({ box }) => box.commands.length === 0 && box.reads === 0));
});

t.test("a box that is silent over SNMP is found over HTTP, and one that HTTP tells nothing of over SNMP", async (t) => {
  await using silent = await startIp400("127.61.9.1", withFaults("silent-snmp"));
  await using garbled = await startIp400("127.61.9.2", withFaults("garbage"));
  await using shy = await startIp400("127.61.9.3", withFaults("serial-by-snmp-only"));
  const found = await find(lookIn("127.61.9.0/29"));
  t.match(found, [
    { address: silent.address, serial: silent.serial, via: ["http"] },
    { address: garbled.address, serial: garbled.serial, via: ["snmp"] },
    { address: shy.address, serial: shy.serial, via: ["snmp", "http"] },
  ]);
  t.equal(found.length, 3);
});

t.test("two serial numbers at one address are both told", async (t) => {
  await using liar = await startIp400("127.61.9.9", withFaults("wrong-serial"));
  const [one] = await find(lookIn("127.61.9.9/32"));
  t.equal(one?.otherSerial, liar.serial);
  t.not(one?.serial, liar.serial);
});

t.test("nothing outside the networks is contacted, listed or not", async (t) => {
  await using outside = await startWitness("127.61.10.9");
  await using first = await startWitness("127.61.10.0");
  await using inside = await startWitness("127.61.10.1");
  const listed = [{ address: "127.61.10.9", httpPort: ports.http }, endpointOf({ address: "localhost" })];
  t.same(await find({ ...lookIn("127.61.10.0/29"), listed }), []);
  t.same(outside.visits, []);
  t.same(first.visits, [], "nor the network's own address");
  t.ok(inside.visits.includes("http") && inside.visits.includes("snmp"));
});

t.test("without networks nobody is asked, and nobody by a way that was not wanted", async (t) => {
  await using witness = await startWitness("127.61.10.17");
  const listed = [endpointOf({ address: "127.61.10.17" })];
  t.same(await find({ ...lookIn(), listed }), []);
  t.same(witness.visits, []);
  await find({ ...lookIn("127.61.10.17/32"), ways: ["snmp"] });
  t.ok(witness.visits.every((way) => way === "snmp") && witness.visits.length > 0);
});

t.test("a listed box is asked where it stands, at a port of its own, also when no way is wanted", async (t) => {
  const own = { ...ports, http: 18_081 };
  await using running = await startIp400("127.61.10.25", {}, { ports: own });
  const listed = [{ address: running.address, httpPort: own.http }];
  const options = { ...lookIn("127.61.10.24/30"), listed };
  t.match(await find({ ...options, ways: [] }), [{ address: running.address, httpPort: own.http, via: ["list"] }]);
  t.match(await find(options), [{ address: running.address, httpPort: own.http, via: ["list", "snmp"] }]);
});

t.test("a listed box that the sweep would ask, too, is asked once and told once", async (t) => {
  await using running = await startIp400("127.61.10.33", withFaults("silent-snmp"));
  const found = await find({ ...lookIn("127.61.10.32/30"), listed: [endpointOf(running)] });
  t.match(found, [{ address: running.address, via: ["list"] }]);
  t.equal(found.length, 1);
});

t.test("an SNMP device that only claims innovaphone's number is a sighting without a serial number", async (t) => {
  await using _agent = await startSnmpAgent(boxValues("who knows", "52-54-00-a1-b2-c3"), "127.61.10.41", ports.snmp);
  t.same(await find(lookIn("127.61.10.41/32")), [
    { address: "127.61.10.41", httpPort: ports.http, via: ["snmp"], profile: "unknown" },
  ]);
});

t.test("progress counts every probe up to the total", async (t) => {
  const seen: [number, number][] = [];
  const onProbe = (sent: number, total: number) => void seen.push([sent, total]);
  await find({ ...lookIn("127.61.10.48/29"), onProbe });
  t.same(
    seen,
    Array.from({ length: 12 }, (_, index) => [index + 1, 12]),
  );
});

t.test("an abort ends the search with its own reason", async (t) => {
  await using http = freeHttp();
  const abort = new AbortController();
  const options = { ...lookIn("127.61.0.0/16"), probesPerSecond: 100 };
  const finding = discover({ http, profiles }, options, abort.signal);
  setTimeout(() => abort.abort(new Error("enough")), 50);
  await t.rejects(finding, { message: "enough" });
});
