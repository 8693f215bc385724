import { type AuthMemory, createAuthMemory } from "../../src/box/transport/http/auth/auth-memory.ts";
import type { BoxHttp } from "../../src/box/transport/http/box-http.ts";
import { createBoxHttp } from "../../src/box/transport/http/create-box-http.ts";
import type { HttpLimits } from "../../src/box/transport/http/http-limits.ts";

/** HTTP towards boxes without the agent's queue for sessions. */
export function freeHttp(limits: Partial<HttpLimits> = {}, authMemory: AuthMemory = createAuthMemory()): BoxHttp {
  return createBoxHttp({ session: (_endpoint, _signal, work) => work(), authMemory, ...limits });
}
