import type { Credential } from "../../../credential.ts";

/** The `Authorization` header for Basic (RFC 7617); user and password in UTF-8. */
export function basicAnswer({ user, password }: Credential): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}
