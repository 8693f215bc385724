import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import etag from "@fastify/etag";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { z } from "zod";
import { operations } from "../operations/operations.ts";
import { checkSchema } from "./check-schema.ts";
import { answerErrors, sendProblem } from "./error-answers.ts";
import { addHealthRoutes } from "./health-routes.ts";
import { readJsonBodies } from "./json-body.ts";
import { answerNonsense } from "./nonsense-answer.ts";
import { addOpenapi } from "./openapi.ts";
import { addOperationRoute } from "./operation-route.ts";
import { createRateLimits } from "./rate-limits.ts";
import { logRequests } from "./request-log.ts";
import { defaultLimits, type ServerContext, type ServerLimits } from "./server-context.ts";
import { addMetrics } from "./server-metrics.ts";
import { addVendorAddress } from "./vendor-address.ts";

export interface PoolServerOptions extends Omit<ServerContext, "limits"> {
  readonly listen: { readonly host: string; readonly port: number };
  /** PEM; without it plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Addresses or networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: readonly string[];
  readonly limits?: Partial<ServerLimits>;
  /** Of the program, for the documentation. */
  readonly version: string;
}

export interface PoolServer extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string;
  readonly port: number;
}

/**
 * Serves a pool over HTTP until it is closed; closing answers what was asked and then ends.
 * @throws Error when the address cannot be listened on, or the certificate not be used
 */
export async function startPoolServer(options: PoolServerOptions): Promise<PoolServer> {
  const { listen, tls } = options;
  const stopping = new AbortController();
  const app = await buildApp(options, stopping.signal);
  try {
    await app.listen({ ...listen, listenTextResolver: () => "the pool server has its address" });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { address, port, family } = app.server.address() as AddressInfo;
  return {
    url: `${tls ? "https" : "http"}://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await app.close();
    },
  };
}

async function buildApp(options: PoolServerOptions, stopping: AbortSignal): Promise<FastifyInstance> {
  const limits = { ...defaultLimits, ...options.limits };
  const context = { ...options, limits };
  const { tls, trustProxy } = options;
  const loggerInstance: FastifyBaseLogger = options.logger;
  // Slow senders must not hold connections for ever.
  const slow = { headersTimeout: limits.requestMs, connectionsCheckingInterval: limits.requestMs / 2 };
  const app: FastifyInstance = Fastify({
    ...(tls ? { https: { ...tls, ...slow, minVersion: "TLSv1.2" as const } } : { http: slow }),
    ...(trustProxy && { trustProxy: [...trustProxy] }),
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    handlerTimeout: limits.requestMs * 2,
    keepAliveTimeout: 72_000,
    // What is idle when the server stops is closed at once; what was asked is answered first.
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 300 },
    // What no route and no hook ever sees.
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error),
    clientErrorHandler: answerNonsense,
  });
  app.setValidatorCompiler<z.ZodType>(checkSchema);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  readJsonBodies(app);
  answerErrors(app);
  logRequests(app, stopping);
  await app.register(etag, { weak: true });
  await addOpenapi(app, options.version);
  const rateLimits = await createRateLimits(app, limits);
  for (const operation of operations) addOperationRoute(app, context, operation, rateLimits, stopping);
  addVendorAddress(app, context, rateLimits);
  addMetrics(app, context, rateLimits);
  addHealthRoutes(app, context, stopping);
  return app;
}
