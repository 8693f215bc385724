import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Caller } from "../access/caller.ts";
import { checkMay, perform } from "../operations/license-manager.ts";
import type { AnyOperation, Operation } from "../operations/operation.ts";
import { apiPrefix, idempotencyHeader, requestParts } from "../operations/request-parts.ts";
import { callerOf, checkToken } from "./caller-of.ts";
import { problemSchema } from "./problem.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { ServerContext } from "./server-context.ts";
import { textAnswer } from "./text-answer.ts";
import { whileWanted } from "./while-wanted.ts";

/** Makes an operation a route of the API: the same schemas, the same checks, the same answer as on the database. */
export function addOperationRoute(
  app: FastifyInstance,
  context: ServerContext,
  operation: AnyOperation,
  limits: RateLimits,
  stopping: AbortSignal,
): void {
  const parts = requestParts(operation);
  const callers = new WeakMap<FastifyRequest, Caller>();
  const open = operation.may.includes("anyone");
  const type = operation.answers ?? "application/json";
  const status = operation.status ?? 200;
  app.route({
    method: operation.method,
    url: `${apiPrefix}${operation.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ...(operation.bodyBytes !== undefined && { bodyLimit: operation.bodyBytes }),
    ...(operation.answerMs !== undefined && { handlerTimeout: operation.answerMs }),
    schema: {
      operationId: operation.name,
      summary: operation.summary,
      description: `For: ${operation.may.join(", ")}.`,
      security: open ? [{}, { bearer: [] }] : [{ bearer: [] }],
      headers: headersOf(parts.requestIdInHeader, open),
      ...(parts.inPath.length > 0 && { params: parts.params }),
      ...(parts.restIn === "query" ? { querystring: parts.rest } : { body: parts.rest }),
      response: {
        [status]: { description: operation.summary, content: { [type]: { schema: operation.output } } },
        default: { description: "what went wrong", content: { "application/problem+json": { schema: problemSchema } } },
      },
    },
    async onRequest(request) {
      // Before the body is read: nobody without a token makes this server work.
      const caller = await limits.authenticated(request, () => callerOf(context, request));
      if (!open) checkToken(request);
      checkMay(caller, operation);
      callers.set(request, caller);
      request.log = request.log.child({ caller: caller.name });
    },
    async handler(request, reply) {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error("a route answered before it knew who asks");
      const requestId = parts.requestIdInHeader ? request.headers[idempotencyHeader] : undefined;
      const input = {
        ...asRecord(parts.restIn === "query" ? request.query : request.body),
        ...asRecord(request.params),
        ...(requestId !== undefined && { requestId }),
      };
      // Only what takes long is worth stopping.
      const signal = operation.answerMs === undefined ? undefined : whileWanted(reply, stopping);
      // What the schema of the operation takes is checked by it.
      const answer = await perform(context.pool, caller, operation as Operation, input, signal).catch((error) => {
        // It was answered already, or there is nobody to answer to.
        if (signal?.aborted && reply.raw.closed) return reply;
        throw error;
      });
      if (answer === reply) return reply;
      reply.code(status);
      if (typeof answer === "string") return textAnswer(reply, answer);
      reply.type(`${type}; charset=utf-8`);
      return JSON.stringify(answer);
    },
  });
}

/** The headers as the documentation has them; others are nobody's concern. */
function headersOf(requestId: boolean, open: boolean): z.ZodObject {
  return z.looseObject({
    ...(!open && {
      "varsync-account": z
        .string()
        .max(254)
        .optional()
        .meta({ description: "e-mail address of another account that the person works for" }),
    }),
    ...(requestId && {
      [idempotencyHeader]: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta({ description: "the same key with the same content gives the same answer, however often" }),
    }),
  });
}

const record = z.record(z.string(), z.unknown());

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return record.catch({}).parse(value ?? {});
}
