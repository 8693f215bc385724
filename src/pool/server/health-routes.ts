import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { ServerContext } from "./server-context.ts";

/** How long the database may take to say that it is there, in milliseconds. */
const patienceMs = 3000;

/** `/healthz`: this process answers. `/readyz`: it can work, its database does too. */
export function addHealthRoutes(app: FastifyInstance, { pool }: ServerContext, signal: AbortSignal): void {
  const schema = { hide: true };
  app.get("/healthz", { schema }, async (_request, reply) => reply.type("application/json").send('{"status":"ok"}\n'));
  app.get("/readyz", { schema }, async (_request, reply) => {
    const why = signal.aborted ? "it is stopping" : await databaseProblem(pool);
    reply.type("application/json").header("cache-control", "no-store");
    if (why === undefined) return reply.send('{"status":"ok"}\n');
    return reply.code(503).send(`${JSON.stringify({ status: "failing", problems: [why] })}\n`);
  });
}

async function databaseProblem({ db }: ServerContext["pool"]): Promise<string | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve("the database does not answer"), patienceMs);
  try {
    return await Promise.race([late, sql`select 1`.execute(db).then(() => undefined)]);
  } catch {
    return "the database does not answer";
  } finally {
    clearTimeout(timer);
  }
}
