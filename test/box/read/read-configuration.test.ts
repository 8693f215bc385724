import t from "tap";
import { readConfiguration } from "../../../src/box/read/read-configuration.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { configurationText } from "../../../src/simulator/configuration-text.ts";
import { freeHttp } from "../free-http.ts";
import { oldAnswer, startRawServer } from "../raw-server.ts";
import { endpointOf, ip400, startIp400, withFaults } from "../simulated.ts";

const { signal } = new AbortController();
const credential = { user: "admin", password: "ip400" };
const license = toByteText("vars create LICENSE/PBX0 pau Operators=1,,Müller,,,9e2d-7985-3e84-1006");

t.test("the configuration of a box is read with its login, lossless in bytes", async (t) => {
  await using http = freeHttp();
  for (const [index, encoding] of (["latin1", "utf8"] as const).entries()) {
    const own = { ...withFaults(`${encoding}-name`), licenses: [license] };
    await using running = await startIp400(`127.61.2.${index + 1}`, own);
    const read = await readConfiguration(
      { http },
      { endpoint: endpointOf(running), profile: ip400 },
      { credential, signal },
    );
    t.same(read.bytes, Buffer.from(configurationText(running.box), "latin1"), encoding);
    t.same(
      read.licenses.map(({ raw }) => raw),
      [license],
      encoding,
    );
    t.ok(read.settings.includes(running.box.settings[0] ?? toByteText("")), encoding);
  }
});

t.test("what a box changes by itself between two readings is in the backup and not in the comparison", async (t) => {
  await using running = await startIp400("127.61.2.3");
  await using http = freeHttp();
  const read = () =>
    readConfiguration({ http }, { endpoint: endpointOf(running), profile: ip400 }, { credential, signal });
  const [one, other] = [await read(), await read()];
  t.notSame(one.bytes, other.bytes);
  t.same(one.settings, other.settings);
});

t.test("an answer that is no configuration is not understood, and the error says what came", async (t) => {
  const answers: [Buffer, RegExp][] = [
    [oldAnswer(""), /answered nothing/],
    [oldAnswer("\r\n \r\n"), /answered nothing/],
    [oldAnswer("?\r\n"), /answered \? \(an unknown command\)/],
    [oldAnswer("<html><body>config change IP0</body></html>"), /answered a page/],
    [oldAnswer("\r\n<?xml version='1.0'?>"), /answered a page/],
    [oldAnswer("config change IP0", "404 Not Found"), /answered with status 404/],
    [oldAnswer(Buffer.from([0x93, 0xfe, 0x01, 0x0d, 0x0a])), /no configuration \("[\x20-\x7e]*"\)/],
    [oldAnswer("config change IP0\r\n\0\r\n"), /no configuration/],
    [oldAnswer("Welcome to the box"), /no configuration \("Welcome to the box"\)/],
    [oldAnswer("no", "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'), /wants a login/],
    [oldAnswer("<h1>401 Unauthorized</h1>"), /wants a login/],
  ];
  await using http = freeHttp();
  for (const [answer, message] of answers) {
    await using server = await startRawServer(() => answer);
    const reading = readConfiguration({ http }, { endpoint: server.endpoint, profile: ip400 }, { signal });
    await t.rejects(reading, { code: "not-understood", address: "127.0.0.1", message }, String(message));
  }
});

t.test("the profile says where the configuration is", async (t) => {
  await using server = await startRawServer(() => oldAnswer("config change IP0\r\n"));
  await using http = freeHttp();
  const profile = { ...ip400, read: { ...ip400.read, configuration: { path: "/other.txt", mark: "P" as const } } };
  t.same((await readConfiguration({ http }, { endpoint: server.endpoint, profile }, { signal })).settings, [
    "config change IP0",
  ]);
  t.equal(server.requests[0]?.path, "/other.txt");
});

t.test("a configuration of several megabytes is read, one without end is too large", async (t) => {
  await using huge = await startIp400("127.61.2.4", withFaults("huge-configuration"));
  await using endless = await startIp400("127.61.2.5", withFaults("endless-answer"));
  await using http = freeHttp();
  const read = (box: typeof huge) =>
    readConfiguration({ http }, { endpoint: endpointOf(box), profile: ip400 }, { credential, signal });
  t.ok((await read(huge)).settings.length > 60_000);
  await t.rejects(read(endless), { code: "too-large" });
});

t.test("a wrong password is refused after one try", async (t) => {
  await using server = await startRawServer(() =>
    oldAnswer("no", "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'),
  );
  await using http = freeHttp();
  const reading = readConfiguration({ http }, { endpoint: server.endpoint, profile: ip400 }, { credential, signal });
  await t.rejects(reading, { code: "auth-failed" });
  t.equal(server.requests.filter(({ authorization }) => authorization !== undefined).length, 1);
});
