import type { FastifyRequest } from "fastify";
import type { Caller } from "../access/caller.ts";
import type { Role } from "../access/role.ts";
import type { ServerContext } from "./server-context.ts";

/** Somebody without a token. */
const anybody: Caller = { name: "anyone", roles: new Set<Role>(["anyone"]) };

/** No token, or one that is none. */
export class NotAuthenticated extends Error {}

/**
 * Who asks: by the bearer token, and for the account that the header `Varsync-Account` names, else the token's.
 * @throws NotAuthenticated, PoolError
 */
export async function callerOf(
  { pool, authenticate }: ServerContext,
  { headers }: FastifyRequest,
): Promise<Caller> {
  if (headers.authorization === undefined) return anybody;
  const [, bearer] = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.authorization.trim()) ?? [];
  if (bearer === undefined) throw new NotAuthenticated("Authorization must be: Bearer TOKEN");
  const named = headers["varsync-account"];
  return await authenticate(pool, bearer, typeof named === "string" ? named : undefined);
}
