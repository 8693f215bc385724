import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Caller } from "../access/caller.ts";
import { balances } from "../ledger/balances.ts";
import { accountWarnings } from "../warnings/account-warnings.ts";
import { callerOf } from "./caller-of.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { ServerContext } from "./server-context.ts";

/** Seconds. */
const buckets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

/** Counts requests, and serves `/metrics`: balances and warnings only for who may see them. */
export function addMetrics(app: FastifyInstance, context: ServerContext, limits: RateLimits): void {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "varsync_pool_requests_total",
    help: "Requests that were answered",
    labelNames: ["route", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "varsync_pool_request_duration_seconds",
    help: "How long answers took",
    buckets,
    registers,
  });
  app.addHook("onResponse", async (request, reply) => {
    requests.inc({ route: request.routeOptions.url ?? "none", status: String(reply.statusCode) });
    durations.observe(reply.elapsedTime / 1000);
  });
  app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
    const caller = await limits.authenticated(request, () => callerOf(context, request));
    const own = await accountMetrics(context, caller);
    return reply.type(registry.contentType).send(`${await registry.metrics()}${own}`);
  });
}

/** So many warnings of one kind are counted; there may be more. */
const mostCounted = 1000;

/** What is left and what is warned of: of all accounts for an issuer, of the caller's own for who may read it, else nothing. */
async function accountMetrics({ pool }: ServerContext, { roles, account, limits }: Caller): Promise<string> {
  const all = roles.has("issuer");
  const mayRead = ["owner", "member", "auditor", "agent-read"] as const;
  if (!all && (account === undefined || !mayRead.some((role) => roles.has(role)))) return "";
  const whose = all ? undefined : account?.id;
  const registry = new Registry();
  const left = new Gauge({
    name: "varsync_pool_left",
    help: "What is left of the balance",
    labelNames: ["account", "type"],
    registers: [registry],
  });
  for (const row of await balances(pool, whose)) left.set({ account: row.email, type: row.type }, row.left);
  const warnings = new Gauge({
    name: "varsync_pool_warnings",
    help: `What people are warned of, up to ${mostCounted} of a kind`,
    labelNames: ["account", "code"],
    registers: [registry],
  });
  for await (const { account: email, code, found } of accountWarnings(pool, mostCounted, whose, limits)) {
    warnings.set({ account: email, code }, found.length);
  }
  return `\n${await registry.metrics()}`;
}
