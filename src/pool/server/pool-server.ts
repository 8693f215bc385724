import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import etag from "@fastify/etag";
import swagger from "@fastify/swagger";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import type { z } from "zod";
import { operations } from "../operations/operations.ts";
import { checkSchema } from "./check-schema.ts";
import { answerErrors } from "./error-answers.ts";
import { addHealthRoutes } from "./health-routes.ts";
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
  const app: FastifyInstance = Fastify({
    ...(tls && { https: { ...tls, minVersion: "TLSv1.2" as const } }),
    ...(trustProxy && { trustProxy: [...trustProxy] }),
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: limits.bodyBytes,
    // Slow senders and slow answers must not hold connections for ever.
    requestTimeout: limits.requestMs,
    handlerTimeout: limits.requestMs,
    keepAliveTimeout: 72_000,
    // What is idle when the server stops is closed at once; what was asked is answered first.
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 300 },
  });
  app.setValidatorCompiler<z.ZodType>(checkSchema);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  answerErrors(app);
  logRequests(app, stopping);
  await app.register(etag, { weak: true });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "varsync pool", version: options.version },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
  });
  const rateLimits = await createRateLimits(app, limits);
  for (const operation of operations) addOperationRoute(app, context, operation, rateLimits);
  addVendorAddress(app, context, rateLimits);
  addMetrics(app, context, rateLimits);
  addHealthRoutes(app, context, stopping);
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(app.swagger())),
  );
  return app;
}
