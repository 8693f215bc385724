import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import t, { type Test } from "tap";
import { fakeSystemdPeers, startFakeSystemd } from "./fake-systemd.ts";
import { linesOf } from "./lines-of.ts";
import { type ExampleSite, startSite } from "./site-fixture.ts";

const network = "127.83.2";
const schedule = { reconcile: "0 0 1 1 *" };
const listen = (block: number) => `127.83.3.${block + 1}:28481`;

t.test("the service answers for its health, and is counted by Prometheus", { buffered: true }, async (t) => {
  const server = { listen: listen(0) };
  const site = await startSite(t, { network, block: 0, boxes: 2, licenses: {}, config: { schedule, server } });
  const service = startService(t, site);
  await service.says("round ended");
  t.match(await get(server.listen, "/healthz"), { status: 200, text: /"ok"/ });
  t.match(await get(server.listen, "/readyz"), { status: 200 });
  t.match(await get(server.listen, "/nowhere"), { status: 404 });
  const pages = await Promise.all(Array.from({ length: 50 }, () => get(server.listen, "/metrics")));
  for (const { status, text } of pages) {
    t.equal(status, 200);
    t.match(text, 'varsync_pool_left{type="PBX-Registrations"} 100');
    t.match(text, "varsync_pool_up 1");
  }
  service.child.kill("SIGTERM");
  t.equal(await service.ended, 0);
});

t.test("SIGHUP takes a configuration that can be used, and keeps the old one else", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, licenses: {}, config: { schedule } });
  const good = await readFile(site.configFile, "utf8");
  const service = startService(t, site);
  await service.says("round ended");

  await writeFile(site.configFile, "networks: [nonsense\n");
  service.child.kill("SIGHUP");
  t.match(await service.says("the old one stays"), /varsync\.yaml/);

  await writeFile(site.configFile, good.replace(/^networks:\n.*\n/m, "networks: []\n"));
  service.child.kill("SIGHUP");
  t.match(await service.says("the old one stays"), /outside the networks|networks/);

  await writeFile(site.configFile, good);
  await rm(join(site.folder, "box.password"));
  service.child.kill("SIGHUP");
  t.match(await service.says("the old one stays"), /box\.password.*no such file/);

  await writeFile(join(site.folder, "box.password"), "ip400\n", { mode: 0o600 });
  await site.configure({ stateDir: "./elsewhere" });
  service.child.kill("SIGHUP");
  t.match(await service.says("the old one stays"), /stateDir/);

  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await site.configure({ stateDir: "./state", server: { listen: `127.0.0.1:${port}` } });
  service.child.kill("SIGHUP");
  t.match(await service.says("the old one stays"), /nothing can listen at 127/);
  const other = await site.run("agent");
  t.match([other.code, other.document], [11, { error: { code: "agent-running" } }], "nor did it end");
  taken.close();

  await site.configure({ server: { listen: listen(1) } });
  service.child.kill("SIGHUP");
  await service.says("a new configuration takes over");
  await service.says("round ended");
  t.match(await get(listen(1), "/healthz"), { status: 200 });

  service.child.kill("SIGHUP");
  await service.says("a new configuration takes over");
  await service.says("round ended");
  t.match(await get(listen(1), "/metrics"), { text: "varsync_rounds_total 2" }, "what was counted stays");
  service.child.kill("SIGTERM");
  t.equal(await service.ended, 0);
});

t.test(
  "systemd is told when the service is up, how it is, and when it ends",
  { ...fakeSystemdPeers, buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 2, licenses: {}, config: { schedule } });
    const { env, told } = await startFakeSystemd(t);
    const service = startService(t, site, { ...env, WATCHDOG_USEC: "3000000" });
    await told.next("READY=1");
    await told.next("WATCHDOG=1");
    await told.next("WATCHDOG=1");
    service.child.kill("SIGHUP");
    await told.next("RELOADING=1");
    await told.next("MONOTONIC_USEC=");
    await told.next("READY=1");
    await told.next("STATUS=1 boxes");
    service.child.kill("SIGTERM");
    await told.next("STOPPING=1");
    t.equal(await service.ended, 0);
  },
);

t.test(
  "whatever hangs, the service ends within 30 seconds after SIGTERM, and says what it cut off",
  { buffered: true, timeout: 120_000 },
  async (t) => {
    const { site, service } = await startStuckService(t, 3);
    service.child.kill("SIGTERM");
    const line = await service.says("cut off what did not end");
    t.match(JSON.parse(line), { level: 50, work: ["a round"] });
    t.equal(await service.ended, 130);
    await site.configure({ pool: { database: "./pool.db" } });
    const again = await site.run("agent", "--once");
    t.match([again.code, again.results[0]?.outcome], [0, "changed"], "journal and locks are fine");
  },
);

t.test("a second SIGTERM ends the service at once", { buffered: true, timeout: 120_000 }, async (t) => {
  const { service } = await startStuckService(t, 4);
  service.child.kill("SIGTERM");
  await setTimeout(1000);
  t.equal(service.child.exitCode, null, "the first one lets what is on the wire end");
  service.child.kill("SIGTERM");
  t.equal(await service.ended, 130);
  await t.rejects(service.says("cut off what did not end"), "long before its time was over");
});

/** A service in a round that waits for a pool server which never answers. */
async function startStuckService(t: Test, block: number) {
  const asked = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.on("error", () => undefined);
    // A round reads from the pool; what came before only told it something.
    socket.on("data", (request) => request.toString().startsWith("GET") && asked.resolve());
  });
  t.teardown(() => silent.close());
  silent.listen(0, `127.83.3.${block + 1}`);
  await once(silent, "listening");
  const { port, address } = silent.address() as AddressInfo;
  const licenses = { "PBX-Registrations": 37 };
  const policy = { create: { perBox: 50, perDay: 2000 }, claim: "always", reset: "when-idle" };
  const site = await startSite(t, { network, block, licenses, config: { schedule, policy } });
  await writeFile(join(site.folder, "agent.token"), "no-token\n", { mode: 0o600 });
  await site.configure({ pool: { url: `http://${address}:${port}`, tokenFile: "./agent.token" } });
  const service = startService(t, site);
  await asked.promise;
  return { site, service };
}

function startService(t: Test, site: ExampleSite, env: Readonly<Record<string, string>> = {}) {
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", main, "agent", "--config", site.configFile];
  const { NODE_OPTIONS: _, ...rest } = process.env;
  const child = spawn(process.execPath, args, { env: { ...rest, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  t.teardown(() => child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const { next } = linesOf(child.stderr);
  return { child, ended, says: next };
}

async function get(address: string, path: string) {
  const response = await fetch(`http://${address}${path}`);
  return { status: response.status, text: await response.text() };
}
