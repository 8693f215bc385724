import { hash, randomBytes } from "node:crypto";

/** Something that is shown once, and only its hash is kept. */
export interface NewSecret {
  readonly secret: string;
  readonly hash: string;
}

/**
 * 256 random bits, behind a prefix that tells what they are for.
 * @param kind session, agent's token or invitation
 */
export function newSecret(kind: "session" | "agent" | "invitation"): NewSecret {
  const secret = `varsync-${kind}-${randomBytes(32).toString("base64url")}`;
  return { secret, hash: hashSecret(secret) };
}

/** SHA-256: enough for what nobody can guess, and quick. */
export function hashSecret(secret: string): string {
  return hash("sha256", secret);
}
