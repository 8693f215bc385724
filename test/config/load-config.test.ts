import { join } from "node:path";
import t from "tap";
import { defaultConfig, loadConfig, loadConfigIfAny } from "../../src/config/load-config.ts";
import { configOf, mistakesOf } from "./config-file.ts";

t.test("a file that was named and is not there is an error that names it", async (t) => {
  const file = join(t.testdir(), "varsync.yaml");
  const wanted = { code: "bad-configuration", message: new RegExp(`^${file}.*there is no such file`) };
  await t.rejects(loadConfig(file), wanted);
  await t.rejects(loadConfigIfAny(file), wanted);
});

t.test("a folder instead of a file is an error that says so", async (t) => {
  await t.rejects(loadConfig(t.testdir()), { code: "bad-configuration", message: /it is a folder/ });
});

t.test("YAML that is broken names the line", async (t) => {
  const mistakes = await mistakesOf(t, "site: a\nnetworks: [192.168.10.0/24\nboxes: {}\n");
  t.match(mistakes[0], /^[23] : /);
  t.same(await mistakesOf(t, "site: a\npolicy: {}\nsite: b\n"), ["3 : Map keys must be unique"]);
});

t.test("an alias that stands for nothing is a mistake in the file", async (t) => {
  t.match(await mistakesOf(t, "site: a\nnetworks: *lan\n"), [/alias.*lan/i]);
});

t.test("an unknown key is an error that names its line, at every depth", async (t) => {
  const text = `site: sindelfingen
network: [192.168.10.0/24]
policy:
  reset: never
  resets: now
boxes:
  00-90-33-01-02-9f:
    adress: 192.168.10.7
credentials:
  - match: {serial: 00-90-33-01-02-9f}
    passwordFile: ./password
    usr: admin
`;
  t.same(await mistakesOf(t, text), [
    "2 network: unknown key",
    "5 policy.resets: unknown key",
    "8 boxes.00-90-33-01-02-9f.adress: unknown key",
    "12 credentials.0.usr: unknown key",
  ]);
});

t.test("an empty file is a configuration in which everything is as by default", async (t) => {
  const { networks, site, policy } = await configOf(t, "# nothing yet\n");
  t.same({ networks, site, policy }, { networks: [], site: "site", policy: defaultConfig().policy });
});

t.test("without any file the pool commands use ./state/pool.db", async (t) => {
  const folder = t.testdir();
  const before = process.cwd();
  process.chdir(folder);
  t.teardown(() => process.chdir(before));
  const config = (await loadConfigIfAny(undefined)) ?? defaultConfig();
  t.match(config.pool, { database: join(process.cwd(), "state/pool.db") });
  t.same(config.keys, ["pool"]);
  await t.rejects(loadConfig(undefined), { code: "bad-configuration", message: /varsync init.*--config/ });
});

t.test("without a configuration the networks of the command line stand in for it", async (t) => {
  t.match(defaultConfig(["192.168.10.0/24"]).networks, [{ cidr: "192.168.10.0/24" }]);
});
