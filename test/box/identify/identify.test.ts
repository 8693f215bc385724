import t from "tap";
import { identify } from "../../../src/box/identify/identify.ts";
import { createBoxSnmp } from "../../../src/box/transport/snmp/create-box-snmp.ts";
import { makeBox } from "../../../src/simulator/make-box.ts";
import { startStranger } from "../../../src/simulator/strangers.ts";
import { freeHttp } from "../free-http.ts";
import { oldAnswer, startRawServer } from "../raw-server.ts";
import { endpointOf, ports, profiles, startIp400, withFaults } from "../simulated.ts";
import { boxValues, oids, startSnmpAgent } from "../snmp-agent.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "ip400" };
const http = freeHttp();
t.teardown(() => http[Symbol.asyncDispose]());
const wires = { http, snmp: createBoxSnmp({ port: ports.snmp, community: "public" }), profiles };
/** Beside the test servers on 127.0.0.1 a device answers to SNMP that is no box, so that nobody waits for it. */
const other = await startSnmpAgent({ [oids.sysObjectId]: { oid: "1.3.6.1.4.1.8072.3.2.10" } });
t.teardown(() => other[Symbol.asyncDispose]());
const local = { ...wires, snmp: createBoxSnmp({ port: other.port, community: "public" }) };
const info = '<info><sys version="V5.01 IP400[05-5100]" serial="00-90-33-01-02-9f" reset-required="false"/></info>';

t.test("a box tells who it is without a password", async (t) => {
  await using running = await startIp400("127.61.3.1");
  const endpoint = endpointOf(running);
  const identity = await identify(wires, endpoint, { signal });
  t.match(identity, { serial: running.serial, product: "IP400", firmware: "5.01", resetRequired: false, endpoint });
  t.equal(identity.profile.id, "ip400");
});

t.test("a serial number that HTTP does not tell is asked for over SNMP", async (t) => {
  await using running = await startIp400("127.61.3.2", withFaults("serial-by-snmp-only"));
  const identity = await identify(wires, endpointOf(running), { signal });
  t.match(identity, { serial: running.serial, product: "IP400" });
  t.type(identity.upTimeSeconds, "number");
});

t.test("without SNMP either, the serial number is missing and nothing is put in its place", async (t) => {
  await using running = await startIp400("127.61.3.3", withFaults("serial-by-snmp-only", "silent-snmp"));
  const identity = await identify(wires, endpointOf(running), { signal });
  t.equal(identity.serial, undefined);
  t.equal(identity.product, "IP400");
});

t.test("what HTTP says counts, SNMP only fills what is missing", async (t) => {
  const withoutSerial = '<info><sys version="V5.01 IP400[05-5100]"/></info>';
  await using server = await startRawServer(() => oldAnswer(withoutSerial));
  await using agent = await startSnmpAgent(boxValues("V6.00 IP800[06-60400.02]", "00-90-33-01-02-9f"));
  const snmp = createBoxSnmp({ port: agent.port, community: "public" });
  const identity = await identify({ ...wires, snmp }, server.endpoint, { signal });
  t.match(identity, { product: "IP400", firmware: "5.01", serial: "00-90-33-01-02-9f" });
});

t.test("a box without box_info.xml is known by its start page, of both kinds", async (t) => {
  const pages = ['<info product="innovaphone IP800" name="Z"/>', "<title>Z: innovaphone IP800</title>"];
  for (const page of pages) {
    await using server = await startRawServer(({ path }) => (path === "/" ? oldAnswer(page) : oldAnswer("", "404 No")));
    const identity = await identify(local, server.endpoint, { signal });
    t.match(identity, { product: "IP800", name: "Z", profile: { id: "unknown", write: false } });
    t.equal(identity.serial, undefined);
  }
});

t.test("a password goes along only where one was given, and only after it is asked for", async (t) => {
  const wants = oldAnswer("no", "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"');
  await using server = await startRawServer(({ authorization }) => (authorization ? oldAnswer(info) : wants));
  await t.rejects(identify(local, server.endpoint, { signal }), { code: "not-understood", message: /without a login/ });
  t.ok(server.requests.every(({ authorization }) => authorization === undefined));
  t.equal((await identify(local, server.endpoint, { credential, signal })).serial, "00-90-33-01-02-9f");
});

t.test("a page that is open to everybody is read without the password, also where one was given", async (t) => {
  await using server = await startRawServer(() => oldAnswer(info));
  await identify(local, server.endpoint, { credential, signal });
  t.same(
    server.requests.map(({ authorization }) => authorization),
    [undefined],
  );
});

t.test("another device is no box, even where it answers everything with a page", async (t) => {
  await using _stranger = await startStranger("127.61.3.4", ports, "public");
  await t.rejects(identify(wires, endpointOf({ address: "127.61.3.4" }), { signal }), { code: "not-understood" });
  await using server = await startRawServer(() => oldAnswer("not here", "404 Not Found"));
  await t.rejects(identify(local, server.endpoint, { signal }), { code: "not-a-box", address: "127.0.0.1" });
});

t.test("garbage is not understood, an answer above 64 KiB is too large, nobody is unreachable", async (t) => {
  await using garbage = await startIp400("127.61.3.5", withFaults("garbage", "silent-snmp"));
  await t.rejects(identify(wires, endpointOf(garbage), { signal }), { code: "not-understood" });
  await using large = await startRawServer(() => oldAnswer(info + " ".repeat(64 * 1024)));
  await t.rejects(identify(wires, large.endpoint, { signal }), { code: "too-large" });
  await t.rejects(identify(wires, endpointOf({ address: "127.61.3.99" }), { signal }), { code: "unreachable" });
});

t.test("two boxes that answer in turn are told as one at a time", async (t) => {
  const twin = makeBox(2, 0);
  await using running = await startIp400("127.61.3.6", {}, { twin });
  const serials: unknown[] = [];
  for (let time = 0; time < 4; time += 1) serials.push((await identify(wires, endpointOf(running), { signal })).serial);
  t.same(serials, [running.serial, twin.options.serial, running.serial, twin.options.serial]);
});

t.test("an abort ends it with its own reason", async (t) => {
  await using server = await startRawServer(() => undefined);
  const abort = new AbortController();
  const asking = identify(local, server.endpoint, { signal: abort.signal });
  setTimeout(() => abort.abort(new Error("enough")), 30);
  await t.rejects(asking, { message: "enough" });
});
