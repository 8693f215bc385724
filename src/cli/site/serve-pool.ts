import { once } from "node:events";
import type { Logger } from "pino";
import { ConfigError } from "../../config/config-error.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import { authenticate } from "../../pool/access/authenticate.ts";
import type { Pool } from "../../pool/open-pool.ts";
import { startPoolServer } from "../../pool/server/pool-server.ts";
import { version } from "../version.ts";
import { readTls } from "./read-tls.ts";
import { systemReason } from "./system-reason.ts";

interface Surroundings {
  readonly logger: Logger;
  /** Aborted when the server is to end. */
  readonly signal: AbortSignal;
}

/**
 * Serves the pool until the signal says stop, and what was asked is answered.
 * @param tell is told the address once it listens
 * @throws ConfigError for certificates that cannot be read or an address that cannot be listened on
 */
export async function servePool(
  pool: Pool,
  { poolServer, webhooks }: Pick<VarsyncConfig, "poolServer" | "webhooks">,
  { logger, signal }: Surroundings,
  tell: (url: string) => void,
): Promise<void> {
  const { listen, tls, trustProxy, announce: announced, requestsPerMinute } = poolServer;
  const files = tls && (await readTls(tls));
  await using server = await startPoolServer({
    pool,
    authenticate,
    logger,
    listen,
    version: version(),
    ...(files && { tls: files }),
    ...(trustProxy.length > 0 && { trustProxy }),
    ...(requestsPerMinute !== undefined && {
      limits: { perToken: requestsPerMinute, perAddress: 2 * requestsPerMinute },
    }),
  }).catch((error: unknown) => {
    throw new ConfigError(`the pool server cannot listen at ${listen.host}:${listen.port}: ${systemReason(error)}`);
  });
  if (!isLoopback(listen.host) && !tls && trustProxy.length === 0) {
    logger.warn({ listening: server.url }, "tokens and license keys go over the network in the clear: configure tls");
  }
  await using announcing = new AsyncDisposableStack();
  if (announced) {
    const { announce } = await import("../../pool/server/announce.ts");
    const onProblem = (error: unknown) =>
      logger.warn({ why: systemReason(error) }, "the server could not be announced");
    announcing.use(await announce({ port: server.port, tls: tls !== undefined, onProblem }));
  }
  logger.info({ listening: server.url, announced }, "the pool server listens");
  tell(server.url);
  const telling = webhooks.length > 0 ? (await import("../../pool/server/tell-warnings.ts")).tellWarnings : undefined;
  await Promise.all([telling?.(pool, webhooks, logger, signal), signal.aborted ? undefined : once(signal, "abort")]);
  logger.info("the pool server stops; what was asked is answered first");
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
