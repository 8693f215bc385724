import type { Caller } from "./caller.ts";
import type { Role } from "./role.ts";

/**
 * Whoever reached the server and showed no token.
 * @param from the address that the request came from
 */
export function anyoneCaller(from: string): Caller {
  return { name: "anyone", roles: new Set<Role>(["anyone"]), from };
}
