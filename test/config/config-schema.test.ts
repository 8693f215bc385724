import t from "tap";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { configOf, mistakesOf } from "./config-file.ts";

const serial = "00-90-33-01-02-9f";
const parsed = parseSerialNumber(serial);
const licenses = (text: string) => `boxes:\n  ${serial}:\n    licenses: {${text}}\n`;
const count = "a count is a whole number from 1 to 1000000";

/** What is written, where the mistake is, and what is said of it. */
const mistakes: readonly (readonly [text: string, place: string, message: string | RegExp])[] = [
  ["networks: [192.168.10.0]", "1 networks.0", /a network looks like "192.168.10.0\/24"/],
  ["networks: [192.168.10.7/24]", "1 networks.0", /the host bits zero/],
  ['networks: ["fe80::/64"]', "1 networks.0", /IPv4/],
  ["networks: [192.168.10.0/33]", "1 networks.0", /a network looks like/],
  ["networks: 192.168.10.0/24", "1 networks", /must be a/],
  ["boxes: {00-90-34-01-02-9f: {}}", "1 boxes.00-90-34-01-02-9f", /is no serial number/],
  ["boxes:\n  master pbx:\n    name: x", "2 boxes.master pbx", /is no serial number/],
  [
    licenses("PBX-Registration: 5"),
    `3 boxes.${serial}.licenses.PBX-Registration`,
    /is no license type; there are PBX-/,
  ],
  [licenses("PBX-Operators: 0"), `3 boxes.${serial}.licenses.PBX-Operators`, count],
  [licenses("PBX-Operators: -1"), `3 boxes.${serial}.licenses.PBX-Operators`, count],
  [licenses("PBX-Operators: 1.5"), `3 boxes.${serial}.licenses.PBX-Operators`, count],
  [licenses("PBX-Operators: 1000001"), `3 boxes.${serial}.licenses.PBX-Operators`, count],
  [licenses("PBX-Operators: 1e400"), `3 boxes.${serial}.licenses.PBX-Operators`, /./],
  [licenses('PBX-Operators: "5"'), `3 boxes.${serial}.licenses.PBX-Operators`, "must be a number"],
  [`boxes: {${serial}: {address: box.example.org}}`, `1 boxes.${serial}.address`, /an address looks like/],
  [`boxes: {${serial}: {address: "192.168.10.7:0"}}`, `1 boxes.${serial}.address`, /an address looks like/],
  [`boxes: {${serial}: {address: "192.168.10.7:65536"}}`, `1 boxes.${serial}.address`, /an address looks like/],
  [`boxes: {${serial}: {deliver: telnet}}`, `1 boxes.${serial}.deliver`, "must be one of http, ssh"],
  ["credentials: [{password: s3cret}]", "1 credentials.0.password", /use passwordFile or passwordEnv/],
  ["vendor: {url: ftp://x, email: a, passwordFile: b}", "1 vendor.url", /an address like https/],
  ["vendor: {url: http://x/, passwordFile: b}", "1 vendor", "wants one of email, user"],
  ["vendor: {url: http://x/, email: a, user: a, passwordFile: b}", "1 vendor", "wants one of email, user"],
  ["vendor: {url: http://x/, email: a}", "1 vendor", "wants one of passwordFile, passwordEnv"],
  ["vendor: {url: http://x/, email: a, password: s3cret}", "1 vendor.password", /use passwordFile or passwordEnv/],
  ["vendor: {url: http://x/, email: a, passwordFile: b, askAgainAfter: soon}", "1 vendor.askAgainAfter", /a duration/],
  ["credentials: [{user: admin}]", "1 credentials.0", "wants one of passwordFile, passwordEnv"],
  ["credentials: [{passwordFile: a, passwordEnv: B}]", "1 credentials.0", "wants one of passwordFile, passwordEnv"],
  [
    "credentials:\n  - match: {}\n    passwordFile: a",
    "2 credentials.0.match",
    /exactly one of serial, profile, network/,
  ],
  [
    `credentials:\n  - passwordFile: a\n    match: {serial: ${serial}, profile: ip400}`,
    "3 credentials.0.match",
    /exactly one of serial, profile, network/,
  ],
  ["credentials: [{passwordEnv: A-B}]", "1 credentials.0.passwordEnv", /is no name of an environment variable/],
  ["ports: {http: 0}", "1 ports.http", /./],
  ["ports: {ssh: 65536}", "1 ports.ssh", /./],
  ["discovery: {ways: []}", "1 discovery.ways", /./],
  ["discovery: {every: 6 hours}", "1 discovery.every", "a duration looks like 30s, 10m, 6h, 1d or 2y"],
  ["discovery: {probesPerSecond: 0}", "1 discovery.probesPerSecond", /./],
  ["policy: {reset: always}", "1 policy.reset", "must be one of never, when-idle, now"],
  ["policy: {create: always}", "1 policy.create", /never, ask/],
  ["policy: {create: {perBox: 5}}", "1 policy.create", /is missing/],
  ["policy: {create: {perBox: -5, perDay: 1}}", "1 policy.create.perBox", /./],
  ['policy: {window: "22-04"}', "1 policy.window", 'a window looks like "22:00-04:00"'],
  ["schedule: {reconcile: nightly}", "1 schedule.reconcile", /is no cron expression/],
  ["pool: {account: dirk@example.org}", "1 pool", "wants one of database, url"],
  ["pool: {database: a, account: dirk}", "1 pool.account", /./],
  ["keys: [shop]", "1 keys.0", "must be one of files, vendor, pool"],
  [`ssh: {hostKeys: {${serial}: "MD5:00"}}`, `1 ssh.hostKeys.${serial}`, /a host key looks like SHA256/],
];

for (const [text, place, message] of mistakes) {
  t.test(`this is refused at ${place}: ${text.replaceAll("\n", " ⏎ ")}`, async (t) => {
    const [first = "", ...others] = await mistakesOf(t, text);
    t.same(others, []);
    t.equal(first.slice(0, place.length + 2), `${place}: `);
    t.match(first.slice(place.length + 2), message);
  });
}

t.test("a password in clear is refused and not repeated", async (t) => {
  const told = await mistakesOf(t, "credentials:\n  - passwordFile: a\n    password: s3cret\n");
  t.match(told, [/^3 credentials\.0\.password: /]);
  t.notMatch(told.join(), /s3cret/);
});

t.test("counts up to a million and every way to type a serial number are taken", async (t) => {
  const { boxes } = await configOf(t, 'boxes: {"00:90:33:01:02:9F": {licenses: {PBX-Operators: 1000000}}}');
  t.same([...(boxes.get(parsed)?.licenses ?? [])], [["PBX-Operators", 1_000_000]]);
});

t.test("a box may stand there with nothing else: that enrolls it", async (t) => {
  const { boxes } = await configOf(t, `boxes:\n  ${serial}:\n`);
  t.match(boxes.get(parsed), { httpPort: 80, labels: {}, files: [] });
});
