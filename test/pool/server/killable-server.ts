import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

/** A server process on an address of its own, where another takes its place when it is killed. */
export interface KillableServer extends AsyncDisposable {
  readonly url: string;
  /** Ends it in the midst of whatever it does, and starts the next. */
  killAndRestart(): Promise<void>;
}

export async function killableServer(database: string, host: string): Promise<KillableServer> {
  const folder = mkdtempSync(join(tmpdir(), "varsync-server-"));
  const listen = `${host}:${await freePort(host)}`;
  const config = { pool: { database }, poolServer: { listen, requestsPerMinute: 10_000_000 } };
  writeFileSync(join(folder, "varsync.yaml"), stringify(config));
  const start = () => startServerProcess(folder, ["--log-level", "error"]);
  const end = async (server: ServerProcess, signal: NodeJS.Signals) => {
    server.kill(signal);
    await server.ended;
  };
  let running = await start();
  return {
    url: running.url,
    async killAndRestart() {
      await end(running, "SIGKILL");
      running = await start();
    },
    async [Symbol.asyncDispose]() {
      await end(running, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
