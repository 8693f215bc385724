import { hash } from "node:crypto";
import type { Scopes } from "./reserve-tries.ts";

/** Five failed tries a minute, for the account and for the address that they come from. */
const limit = { tries: 5, withinMs: 60_000 };

/** What a try to log in is counted by. */
export function loginLimits(email: string, from: string | undefined): Scopes {
  return {
    // Hashed: somebody may type a password in the place of the address.
    [`login:${hash("sha256", email)}`]: limit,
    ...(from !== undefined && { [`login-from:${from}`]: limit }),
  };
}
