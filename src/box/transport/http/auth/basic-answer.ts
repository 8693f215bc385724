import type { Credential } from "../../../credential.ts";

/** The `Authorization` header for Basic; user and password in UTF-8. */
export async function basicAnswer({ user, password }: Credential): Promise<string> {
  const { BASIC } = await import("http-auth-utils");
  return `Basic ${BASIC.computeHash({ username: user, password })}`;
}
