import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { stringify } from "yaml";
import { needsPeer } from "../real-peer.ts";
import { startVarsync } from "./run-varsync.ts";

const nobody = 65_534;
const asRoot = needsPeer(process.geteuid?.() !== 0, "only root becomes somebody else");

/** A service that another user runs, with a secret that root put there; and a folder that only root can enter. */
async function startFolder(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), "varsync-"));
  t.teardown(() => rm(folder, { recursive: true }));
  const paths = {
    config: join(folder, "varsync.yaml"),
    state: join(folder, "state"),
    secrets: join(folder, "secrets"),
    secret: join(folder, "secrets", "box.password"),
    home: join(folder, "home"),
  };
  await chmod(folder, 0o755);
  await mkdir(paths.state, { mode: 0o700 });
  await chown(paths.state, nobody, nobody);
  await mkdir(paths.home, { mode: 0o700 });
  await mkdir(paths.secrets);
  await writeFile(paths.secret, "geheim\n");
  await chown(paths.secrets, 0, nobody);
  await chown(paths.secret, 0, nobody);
  await chmod(paths.secrets, 0o2750);
  await chmod(paths.secret, 0o640);
  const config = {
    networks: ["127.83.10.0/30"],
    stateDir: "./state",
    ports: { http: 28_080, snmp: 26_161 },
    credentials: [{ passwordFile: "./secrets/box.password" }],
  };
  await writeFile(paths.config, stringify(config));
  const run = (...words: string[]) => startVarsync([...words, "--config", paths.config], paths.home).ended;
  return { ...paths, run };
}

t.test("a command of root's leaves the service's files to the service, and its own to root", asRoot, async (t) => {
  const { state, home, run } = await startFolder(t);
  const { code, stderr } = await run("plan", "--out", "plan.json");
  t.equal(code, 0, stderr);
  const names = await readdir(state);
  t.ok(names.includes("journal.db"));
  for (const name of names) t.equal((await stat(join(state, name))).uid, nobody, name);
  t.match(await stat(join(home, "plan.json")), { uid: 0, mode: 0o100600 });
});

t.test("a command of root's reads the secrets that the service's group may read", asRoot, async (t) => {
  const { secret, run } = await startFolder(t);
  t.match(await run("config", "check"), { code: 0 });
  await chmod(secret, 0o600);
  t.match(await run("config", "check"), { code: 5, stderr: /this user may not read it; run as root: chmod 640/ });
});

t.test("a secret is refused again where others can enter its folder", asRoot, async (t) => {
  const { secrets, run } = await startFolder(t);
  await chmod(secrets, 0o755);
  t.match(await run("config", "check"), { code: 5, stderr: /box\.password: is readable by others/ });
});

t.test("where the state folder is root's own, or there is none yet, root stays root", asRoot, async (t) => {
  const { state, secret, run } = await startFolder(t);
  await chmod(secret, 0o600);
  await chown(state, 0, 0);
  t.match(await run("config", "check"), { code: 0 });
  await rm(state, { recursive: true });
  t.match(await run("config", "check"), { code: 0 });
});

t.test("a password file that only root can read is read as root", asRoot, async (t) => {
  const { home, state, config, run } = await startFolder(t);
  await writeFile(join(home, "pw"), "long enough\n", { mode: 0o600 });
  await writeFile(config, stringify({ stateDir: "./state", pool: { database: "./state/pool.db" } }));
  const added = await run("pool", "account", "add", "anna@example.org", "--name", "Anna", "--password-file", "pw");
  t.equal(added.code, 0, added.stderr);
  t.equal((await stat(join(state, "pool.db"))).uid, nobody);
});
