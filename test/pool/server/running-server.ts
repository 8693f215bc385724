import { randomBytes, randomUUID } from "node:crypto";
import { pino } from "pino";
import type { Test } from "tap";
import type { Account } from "../../../src/pool/access/account.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { hashSecret } from "../../../src/pool/access/new-secret.ts";
import { remoteManager } from "../../../src/pool/client/remote-manager.ts";
import type { RemoteTimes } from "../../../src/pool/client/remote-options.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import type { LicenseManager } from "../../../src/pool/operations/license-manager.ts";
import type { TokenRow } from "../../../src/pool/pool-tables.ts";
import { type PoolServerOptions, startPoolServer } from "../../../src/pool/server/pool-server.ts";

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Every line that was logged. */
  readonly logs: readonly string[];
  stop(): Promise<void>;
  /** An answer of the server, as it is on the wire. */
  ask(target: string, init?: Init): Promise<Answer>;
  /** The license manager behind it, with this token. */
  manager(token: string, times?: Partial<RemoteTimes>): LicenseManager;
}

export interface Init extends Omit<RequestInit, "headers"> {
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly json: unknown;
}

/** A pool server on a port of this loopback address, closed at the end of the test. */
export async function runningServer(
  t: Test,
  pool: Pool,
  host: string,
  options: Partial<PoolServerOptions> = {},
): Promise<RunningServer> {
  const logs: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line) => void logs.push(line) });
  const server = await startPoolServer({
    pool,
    authenticate,
    logger,
    listen: { host, port: 0 },
    version: "1.2.3",
    ...options,
  });
  let open = true;
  const stop = async () => {
    if (open) await server[Symbol.asyncDispose]();
    open = false;
  };
  t.teardown(stop);
  return {
    url: server.url,
    port: server.port,
    logs,
    stop,
    ask: (target, init) => ask(`${server.url}${target}`, init),
    manager: (token, times) =>
      remoteManager({ url: new URL(server.url), token: async () => token, ...(times && { times }) }),
  };
}

export async function ask(url: string, { token, headers, json, ...init }: Init = {}): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    headers: {
      ...(json !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== "" ? JSON.parse(text) : undefined,
  };
}

/** A session of the person whose account it is, in the given place of that account. */
export async function sessionOf(
  pool: Pool,
  account: Account,
  role: "owner" | "member" | "auditor" = "owner",
): Promise<string> {
  const membership = await pool.db
    .selectFrom("membership")
    .select("person_id")
    .where("account_id", "=", account.id)
    .where("role", "=", "owner")
    .executeTakeFirstOrThrow();
  let person = membership.person_id;
  if (role !== "owner") {
    person = randomUUID();
    const owner = await pool.db.selectFrom("person").selectAll().executeTakeFirstOrThrow();
    await pool.db
      .insertInto("person")
      .values({ ...owner, id: person, email: `${role}-${person}@example.com` })
      .execute();
    const since = pool.now().toISOString();
    await pool.db.insertInto("membership").values({ account_id: account.id, person_id: person, role, since }).execute();
  }
  return insertToken(pool, { kind: "session", person_id: person, account_id: account.id });
}

/** A token of an agent, with these scopes. */
export function agentToken(
  pool: Pool,
  account: Account,
  scopes: readonly string[],
  more: Partial<TokenRow> = {},
): Promise<string> {
  return insertToken(pool, {
    kind: "agent",
    account_id: account.id,
    scopes: JSON.stringify(scopes),
    site: "sindelfingen",
    ...more,
  });
}

async function insertToken(pool: Pool, more: Partial<TokenRow>): Promise<string> {
  const secret = randomBytes(20).toString("hex");
  const now = pool.now();
  await pool.db
    .insertInto("token")
    .values({
      id: randomUUID(),
      hash: hashSecret(secret),
      kind: "session",
      person_id: null,
      account_id: null,
      name: "test",
      scopes: "[]",
      serials: null,
      site: null,
      per_box: null,
      per_day: null,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + 3_600_000).toISOString(),
      revoked_at: null,
      ...more,
    })
    .execute();
  return secret;
}
