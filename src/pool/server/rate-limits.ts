import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { StoreError } from "../../store/store-error.ts";
import type { Caller } from "../access/caller.ts";
import type { ServerLimits } from "./server-context.ts";

/** More requests than a token or an address may make. */
export class TooManyRequests extends Error {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`too many requests; ask again in ${retryAfter} s`);
    this.retryAfter = Math.max(1, retryAfter);
  }
}

export interface RateLimits {
  /** Counts the request, and more strictly one whose token is refused. @throws TooManyRequests, what `authenticate` throws */
  authenticated(request: FastifyRequest, authenticate: () => Promise<Caller>): Promise<Caller>;
}

/** Counts requests a minute, by address and by token. */
export async function createRateLimits(app: FastifyInstance, limits: ServerLimits): Promise<RateLimits> {
  const { default: rateLimit } = await import("@fastify/rate-limit");
  await app.register(rateLimit, { global: false, cache: 50_000 });
  const timeWindow = 60_000;
  const limiter = (max: number, keyGenerator: (request: FastifyRequest) => string) => {
    const check = app.createRateLimit({ max, timeWindow, keyGenerator });
    return async (request: FastifyRequest) => {
      const found = await check(request);
      if (!found.isAllowed && found.isExceeded) throw new TooManyRequests(found.ttlInSeconds);
    };
  };
  const byAddress = limiter(limits.perAddress, ({ ip }) => ip);
  const byToken = limiter(limits.perToken, ({ headers }) => digest(headers.authorization ?? ""));
  const refused = limiter(limits.refusedPerAddress, ({ ip }) => ip);
  return {
    async authenticated(request, authenticate) {
      await byAddress(request);
      if (request.headers.authorization !== undefined) await byToken(request);
      try {
        return await authenticate();
      } catch (error) {
        if (!(error instanceof StoreError)) await refused(request);
        throw error;
      }
    },
  };
}

/** Tokens do not lie about in memory. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
