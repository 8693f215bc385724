import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Test } from "tap";
import { stringify } from "yaml";
import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { openPool, type Pool } from "../../src/pool/open-pool.ts";
import { addReseller, credit } from "../pool/example-pool.ts";
import { type RunningServer, runningServer, sessionOf } from "../pool/server/running-server.ts";
import { type Ran, startVarsync } from "./run-varsync.ts";

/** Where the commands find their pool: in a database of this machine, or behind a server. */
export type Where = "database" | "server";
export const everywhere = ["database", "server"] as const satisfies Where[];

/** Two resellers and an issuer, and commands for them. */
export interface CommandPool {
  readonly folder: string;
  readonly pool: Pool;
  readonly anna: Account;
  readonly bert: Account;
  readonly issuer: Account;
  /** The server, where there is one. */
  readonly server: RunningServer | undefined;
  /** Runs `varsync pool …` for an account to its end: on the database as its operator, at a server as its owner. */
  as(account: Account, ...words: string[]): Promise<Ran>;
  /** The same with `--json`. */
  json(account: Account, ...words: string[]): Promise<Ran>;
  /** Runs `varsync pool …` with this on stdin, for whom the configuration says. */
  run(words: readonly string[], input?: string): Promise<Ran>;
  write(name: string, content: string | Uint8Array): Promise<string>;
}

/** @param host loopback address of the server; without it the commands work on the database */
export async function commandPool(t: Test, where: Where, host: string): Promise<CommandPool> {
  const folder = t.testdir({});
  const database = join(folder, "pool.db");
  const pool = await openPool(database);
  t.teardown(() => pool[Symbol.asyncDispose]());
  const anna = await addReseller(pool, "anna@example.com");
  const bert = await addReseller(pool, "bert@example.com");
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, vendor);
  await credit(pool, anna, { "PBX-Registrations": 100, "PBX-Operators": 2, "Relay-BRIs": 3 });
  const server = where === "server" ? await runningServer(t, pool, host) : undefined;
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return name;
  };
  const configure = (name: string, entry: object) =>
    write(name, stringify({ networks: ["127.84.0.0/30"], stateDir: "./state", pool: entry }));
  await write("password", "correct horse\n");
  for (const account of [anna, bert, issuer]) {
    if (server) {
      await write(`${account.email}.token`, `${await sessionOf(pool, account)}\n`);
      await configure(`${account.email}.yaml`, { url: server.url, tokenFile: `./${account.email}.token` });
    } else await configure(`${account.email}.yaml`, { database, account: account.email });
  }
  await configure("varsync.yaml", server ? { url: server.url, tokenFile: "./session" } : { database });
  const run = (words: readonly string[], input = "") => {
    const started = startVarsync(["pool", ...words], folder, input);
    t.teardown(() => started.child.kill("SIGKILL"));
    return started.ended;
  };
  const as = (account: Account, ...words: string[]) => run([...words, "--config", `${account.email}.yaml`]);
  return {
    folder,
    pool,
    anna,
    bert,
    issuer,
    server,
    as,
    json: (account, ...words) => as(account, ...words, "--json"),
    run,
    write,
  };
}
