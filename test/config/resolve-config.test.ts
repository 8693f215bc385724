import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { loadConfig } from "../../src/config/load-config.ts";
import { resolveConfig } from "../../src/config/resolve-config.ts";
import { configSchema } from "../../src/config/schema/config-schema.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { configOf } from "./config-file.ts";

t.beforeEach((t) => {
  const before = process.env["STATE_DIRECTORY"];
  delete process.env["STATE_DIRECTORY"];
  t.teardown(() => {
    if (before === undefined) delete process.env["STATE_DIRECTORY"];
    else process.env["STATE_DIRECTORY"] = before;
  });
});

t.test("what a configuration does not say has a default, and every default is cautious", async (t) => {
  const config = await configOf(t, "networks: [192.168.10.0/24]\n");
  const { discovery, networks, stateDir, file, ...rest } = config;
  t.equal(stateDir, join(t.testdirName, "state"));
  t.equal(file, join(t.testdirName, "varsync.yaml"));
  t.same(
    networks.map(({ cidr }) => cidr),
    ["192.168.10.0/24"],
  );
  t.match(discovery, { ways: ["snmp", "http"], probesPerSecond: 100, everyMs: 6 * 3_600_000 });
  t.equal(await discovery.snmpCommunity(), "public");
  t.same(rest, {
    site: "site",
    acceptsKeysFrom: "vendor",
    poolServer: { listen: { host: "127.0.0.1", port: 8480 }, trustProxy: [], announce: false },
    ports: { http: 80, snmp: 161, ssh: 22 },
    credentials: [],
    hostKeys: new Map(),
    keys: [],
    policy: { create: "ask", claim: "ask", reset: "never", removeRevoked: false, approvalsExpireMs: 7 * 86_400_000 },
    schedule: { reconcile: "15 2 * * *", jitterMs: 600_000, identityMs: 600_000 },
    webhooks: [],
    journalKeepMs: 730 * 86_400_000,
    boxes: new Map(),
  });
});

t.test("relative paths are relative to the file, wherever the command was started", async (t) => {
  const folder = t.testdir({ password: "geheim\n", community: "tief\n" });
  mkdirSync(join(folder, "etc"));
  const text = `stateDir: ../state
profilesDir: ./profiles
pool: {database: pool.db}
files: {dir: licenses}
discovery: {snmpCommunityFile: ../community}
credentials: [{passwordFile: ../password}]
`;
  writeFileSync(join(folder, "etc", "varsync.yaml"), text);
  const config = await loadConfig(join(folder, "etc", "varsync.yaml"));
  t.equal(config.stateDir, join(folder, "state"));
  t.equal(config.profilesDir, join(folder, "etc", "profiles"));
  t.hasStrict(config.pool, { database: join(folder, "etc", "pool.db") });
  t.equal(config.filesDir, join(folder, "etc", "licenses"));
  await t.rejects(config.discovery.snmpCommunity(), { message: /community: is readable by others/ });
  await t.rejects(Promise.resolve(config.credentials[0]?.password()), {
    message: new RegExp(`${join(folder, "password")}: is`),
  });
});

t.test("systemd's state folder is used unless the configuration names one", async (t) => {
  process.env["STATE_DIRECTORY"] = "/var/lib/varsync";
  t.equal((await configOf(t, "site: a")).stateDir, "/var/lib/varsync");
  t.equal((await configOf(t, "stateDir: /srv/varsync")).stateDir, "/srv/varsync");
});

t.test("by hand the configuration of the service has the service's state folder", (t) => {
  const data = configSchema.parse({});
  t.equal(resolveConfig(data, "/etc/varsync", "/etc/varsync/varsync.yaml").stateDir, "/var/lib/varsync");
  t.equal(resolveConfig(data, "/home/dirk", "/home/dirk/varsync.yaml").stateDir, "/home/dirk/state");
  const named = configSchema.parse({ stateDir: "./state" });
  t.equal(resolveConfig(named, "/etc/varsync", "/etc/varsync/varsync.yaml").stateDir, "/etc/varsync/state");
  t.end();
});

t.test("keys come from every source that is configured, files first, unless an order is given", async (t) => {
  const sources = "files: {dir: a}\npool: {database: b}\n";
  t.same((await configOf(t, sources)).keys, ["files", "pool"]);
  t.same((await configOf(t, `${sources}keys: [pool, files]`)).keys, ["pool", "files"]);
  t.same((await configOf(t, `${sources}keys: []`)).keys, []);
  t.same((await configOf(t, "pool: {database: b}")).keys, ["pool"]);
});

t.test("a box is its serial number in lower case; its port is that of its address, else the site's", async (t) => {
  const { boxes, hostKeys } = await configOf(
    t,
    `networks: [192.168.10.0/24]
ports: {http: 8080}
ssh: {hostKeys: {0090.3301.029F: "SHA256:${"A".repeat(43)}"}}
boxes:
  0090.3301.029F: {address: 192.168.10.7, customer: innovaphone, location: Sindelfingen, licenses: {PBX-Operators: 1}}
  00-90-33-00-00-01: {address: "192.168.10.8:81", deliver: ssh, name: two, description: master}
`,
  );
  t.same([...hostKeys.keys(), ...boxes.keys()], ["00-90-33-01-02-9f", "00-90-33-01-02-9f", "00-90-33-00-00-01"]);
  t.same(boxes.get(parseSerialNumber("00-90-33-01-02-9f")), {
    address: "192.168.10.7",
    httpPort: 8080,
    labels: { customer: "innovaphone", location: "Sindelfingen" },
    licenses: new Map([["PBX-Operators", 1]]),
    files: [],
  });
  t.match(boxes.get(parseSerialNumber("00-90-33-00-00-01")), {
    address: "192.168.10.8",
    httpPort: 81,
    deliver: "ssh",
    name: "two",
    labels: { description: "master" },
  });
});
