import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import t, { type Test } from "tap";
import { stringify } from "yaml";
import { openPool } from "../../src/pool/open-pool.ts";
import { type Started, startVarsync } from "./run-varsync.ts";

const host = "127.84.3";

/** A folder with a configuration of a pool server. */
async function folderFor(t: Test, poolServer: object, files: Readonly<Record<string, string>> = {}) {
  const folder = t.testdir(files);
  const config = { networks: ["127.84.0.0/30"], stateDir: "./state", pool: { database: "./pool.db" }, poolServer };
  await writeFile(join(folder, "varsync.yaml"), stringify(config));
  return folder;
}

function serve(t: Test, folder: string, ...words: string[]): Started {
  const started = startVarsync(["pool", "serve", ...words], folder);
  t.teardown(() => started.child.kill("SIGKILL"));
  return started;
}

/** The first line that it prints on stdout. */
async function firstLine({ child }: Started): Promise<string> {
  if (child.stdout === null) throw new Error("no stdout");
  const [chunk] = await once(child.stdout, "data");
  return String(chunk).trim();
}

t.test("it says where it listens, serves until SIGTERM, and ends with 0", async (t) => {
  const folder = await folderFor(t, { listen: `${host}.1:0` });
  const server = serve(t, folder);
  const [, url] =
    /^The pool server listens at (http:\/\/127\.84\.3\.1:\d+); Ctrl-C stops it\.$/.exec(await firstLine(server)) ?? [];
  t.equal(await (await fetch(`${url}/healthz`)).text(), '{"status":"ok"}\n');
  t.equal((await fetch(`${url}/api/v1/agreement`)).status, 200);
  server.child.kill("SIGTERM");
  t.match(await server.ended, { code: 0, stderr: /the pool server stops/ });
  t.ok(await openPool(join(folder, "pool.db")).then(async (pool) => pool[Symbol.asyncDispose]().then(() => true)));
});

t.test("with --json its address is one document, and --listen comes before the configuration", async (t) => {
  const server = serve(t, await folderFor(t, { listen: "127.84.3.99:1" }), "--json", "--listen", `${host}.2:0`);
  const { listening } = JSON.parse(await firstLine(server)) as { listening: string };
  t.match(listening, /^http:\/\/127\.84\.3\.2:\d+$/);
  server.child.kill("SIGINT");
  t.match(await server.ended, { code: 0 });
});

t.test("an address that is none, or taken, is told in a sentence, with exit code 5", async (t) => {
  const folder = await folderFor(t, {});
  for (const listen of ["nonsense", ":8480", `${host}.3`, `${host}.3:99999`]) {
    const { code, stderr } = await serve(t, folder, "--listen", listen).ended;
    t.match({ code, stderr }, { code: 5, stderr: `--listen ${listen}: wanted is HOST:PORT, like 127.0.0.1:8480` });
  }
  const other = createServer().listen(0, `${host}.4`);
  t.teardown(() => other.close());
  await once(other, "listening");
  const address = other.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const taken = await serve(t, folder, "--json", "--listen", `${host}.4:${address.port}`).ended;
  const message = `the pool server cannot listen at ${host}.4:${address.port}: something else listens there already`;
  t.match(taken, { code: 5, document: { error: { code: "bad-configuration", message } } });
});

t.test("TLS files that are not there, no PEM, or do not belong together are told by name", async (t) => {
  const tls = { certFile: "server.crt", keyFile: "server.key" };
  const missing = await serve(t, await folderFor(t, { listen: `${host}.5:0`, tls })).ended;
  t.match(missing, { code: 5, stderr: /poolServer\.tls: .*server\.crt: there is no such file/ });
  const junk = { "server.crt": "junk", "server.key": "junk" };
  const wrong = await serve(t, await folderFor(t, { listen: `${host}.5:0`, tls }, junk)).ended;
  t.match(wrong, { code: 5, stderr: /server\.crt and .*server\.key: wanted are a certificate and the key/ });
});

t.test("what the configuration says wrongly of the server is told with its line", async (t) => {
  for (const [poolServer, wanted] of [
    [{ announce: "perhaps" }, /varsync\.yaml:7: poolServer\.announce: must be true or false/],
    [{ listen: "nowhere" }, /varsync\.yaml:7: poolServer\.listen: looks like/],
    [{ lisen: `${host}.6:0` }, /varsync\.yaml:7: .*lisen/],
  ] as const) {
    t.match(await serve(t, await folderFor(t, poolServer)).ended, { code: 5, stderr: wanted });
  }
});

t.test("a pool behind a server is served there", async (t) => {
  const folder = await folderFor(t, {});
  const config = { networks: ["127.84.0.0/30"], pool: { url: "http://127.84.3.9:1", tokenFile: "./token" } };
  await writeFile(join(folder, "varsync.yaml"), stringify(config));
  t.match(await serve(t, folder).ended, { code: 5, stderr: /the pool is behind 127\.84\.3\.9:1.*run it there/ });
});
