import type { FastifyRequest } from "fastify";
import { anyoneCaller } from "../access/anyone-caller.ts";
import type { Caller } from "../access/caller.ts";
import type { ServerContext } from "./server-context.ts";

/** No token, or one that is none. */
export class NotAuthenticated extends Error {}

/**
 * Who asks: by the bearer token, and for the account that the header `Varsync-Account` names, else the token's.
 * @throws NotAuthenticated, PoolError
 */
export async function callerOf(
  { pool, authenticate }: ServerContext,
  { headers, ip }: FastifyRequest,
): Promise<Caller> {
  if (headers.authorization === undefined) return anyoneCaller(ip);
  const [, bearer] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.authorization.trim()) ?? [];
  if (bearer === undefined) throw new NotAuthenticated("Authorization must be: Bearer TOKEN");
  const named = headers["varsync-account"];
  const caller = await authenticate(pool, bearer, typeof named === "string" ? named : undefined);
  return { ...caller, from: ip };
}

/** @throws NotAuthenticated when no token was shown */
export function checkToken({ headers }: FastifyRequest): void {
  if (headers.authorization === undefined) {
    throw new NotAuthenticated("this wants a token: Authorization: Bearer TOKEN");
  }
}
