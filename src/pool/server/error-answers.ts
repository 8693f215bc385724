import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { NotAuthenticated } from "./caller-of.ts";
import { type Problem, problem, problemType } from "./problem.ts";
import { problemOf } from "./problem-of.ts";
import { TooManyRequests } from "./rate-limits.ts";
import { answerUnknownRoutes } from "./unknown-routes.ts";

/** Seconds after which a database that did not answer is worth another try. */
const databaseRetry = 2;
/** The same where the server is about to end. */
const stopRetry = 10;

/** Every error as a problem document; what is a bug is logged, and told without details. Before routes are added. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(request, reply, error));
  answerUnknownRoutes(app, send);
}

/** The answer to an error, as a problem document. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof NotAuthenticated) {
    return send(reply.header("www-authenticate", "Bearer"), problem(401, "unauthenticated", error.message));
  }
  if (error instanceof TooManyRequests) {
    return send(reply.header("retry-after", error.retryAfter), problem(429, "too-many-requests", error.message));
  }
  if (error instanceof Error && error.name === "AbortError") {
    return send(reply.header("retry-after", stopRetry), problem(503, "stopping", "this server stops; ask again"));
  }
  const found = problemOf(error);
  if (found === undefined) {
    request.log.error({ error: error instanceof Error ? error.stack : String(error) }, "a request failed by a bug");
    return send(
      reply,
      problem(500, "internal-error", `this is a bug of the server; its log has request ${request.id}`),
    );
  }
  if (found.status >= 500) request.log.error({ code: found.code, why: messageOf(error) }, "the pool is not usable");
  if (found.status === 401) reply.header("www-authenticate", "Bearer");
  if (found.status === 503) reply.header("retry-after", databaseRetry);
  const retryAfter = error instanceof Error && "retryAfter" in error ? error.retryAfter : undefined;
  if (typeof retryAfter === "number") reply.header("retry-after", Math.max(1, Math.ceil(retryAfter)));
  return send(reply, found);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function send(reply: FastifyReply, document: Problem): FastifyReply {
  return reply
    .code(document.status)
    .type(problemType)
    .header("cache-control", "no-store")
    .send(JSON.stringify(document));
}
