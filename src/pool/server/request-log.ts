import type { FastifyInstance } from "fastify";

/** One line a request when it was answered: who, what, how, how long; never what was sent. */
export function logRequests(app: FastifyInstance, stopping: AbortSignal): void {
  app.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
    // A kept connection would keep a server that stops.
    if (stopping.aborted) reply.header("connection", "close");
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "private, no-cache");
    reply.header("x-content-type-options", "nosniff");
  });
  app.addHook("onResponse", async (request, reply) => {
    const { method, ip } = request;
    const facts = {
      method,
      // The pattern, not the address that was asked for: somebody's secret may stand in that by mistake.
      route: request.routeOptions.url ?? "none",
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      from: ip,
    };
    if (method === "GET") request.log.debug(facts, "answered");
    else request.log.info(facts, "answered");
  });
}
