import type { Challenge, DigestChallenge } from "./challenge.ts";
import { useDigest } from "./digest-answer.ts";
import type { LoginWay } from "./login-way.ts";

/** What the request that was just refused had carried. */
export interface RefusedLogin {
  readonly way: LoginWay;
  /** It stood on a challenge of an earlier request, whose nonce may simply be too old. */
  readonly remembered: boolean;
  /** A stale nonce was replaced already. */
  readonly renewed: boolean;
}

/** What to do after a refusal: answer in that way, or stop. */
export type NextLogin =
  | { readonly do: "answer"; readonly way: LoginWay; readonly renewed: boolean }
  | { readonly do: "stop"; readonly why: "refused" | "downgrade" | "unknown-scheme" };

/**
 * Decides on the answer to a refusal. A password is tried once: again only where the box says that nothing but the nonce
 * was wrong, or where an old nonce was used. Digest goes before Basic and is never given up once it was seen there; no
 * challenge at all counts as Basic [P].
 */
export function nextLogin(
  challenges: readonly Challenge[],
  digestSeen: boolean,
  refused: RefusedLogin | undefined,
): NextLogin {
  const digest = strongest(challenges);
  if (digest) {
    return mayAnswer(digest, refused)
      ? { do: "answer", way: { scheme: "digest", use: useDigest(digest) }, renewed: refused?.way.scheme === "digest" }
      : { do: "stop", why: "refused" };
  }
  // Another box may be there than the one whose Digest was remembered.
  const isAnother = refused?.remembered === true && refused.way.scheme === "digest";
  if (refused && !isAnother) return { do: "stop", why: "refused" };
  if (challenges.length > 0 && !challenges.some((each) => each.scheme === "basic")) {
    return { do: "stop", why: "unknown-scheme" };
  }
  if (digestSeen) return { do: "stop", why: "downgrade" };
  return { do: "answer", way: { scheme: "basic" }, renewed: false };
}

/** Whether Digest is asked for in any form, also one that cannot be answered. */
export function asksForDigest(challenges: readonly Challenge[]): boolean {
  return challenges.some(
    (each) => each.scheme === "digest" || (each.scheme === "other" && /^digest$/i.test(each.name)),
  );
}

function mayAnswer(digest: DigestChallenge, refused: RefusedLogin | undefined): boolean {
  if (refused === undefined) return true;
  if (refused.way.scheme === "basic") return refused.remembered;
  if (refused.renewed || digest.nonce === refused.way.use.challenge.nonce) return false;
  return digest.stale || refused.remembered;
}

function strongest(challenges: readonly Challenge[]): DigestChallenge | undefined {
  const digests = challenges.filter((each) => each.scheme === "digest");
  return digests.find((each) => each.hash !== "md5") ?? digests[0];
}
