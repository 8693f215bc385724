import { type ByteText, byteText } from "../../../../license/byte-text.ts";

/** Digest as a box asks for it: RFC 2069 without `qop`, RFC 2617 and 7616 with it. */
export interface DigestChallenge {
  readonly scheme: "digest";
  readonly realm: ByteText;
  readonly nonce: ByteText;
  readonly opaque?: ByteText;
  /** As the box wrote it; `undefined` means MD5 and is not sent back. */
  readonly algorithm?: string;
  /** Name of the hash for node:crypto. */
  readonly hash: "md5" | "sha256" | "sha512-256";
  /** MD5-sess and its like: the first hash covers the nonces. */
  readonly session: boolean;
  /** `auth` where the box offers it; `undefined` for RFC 2069. */
  readonly qop?: "auth";
  /** The answer was right and only its nonce too old. */
  readonly stale: boolean;
}

export interface BasicChallenge {
  readonly scheme: "basic";
}

/** A way to log in that is not known here; never answered. */
export interface OtherChallenge {
  readonly scheme: "other";
  readonly name: string;
}

export type Challenge = DigestChallenge | BasicChallenge | OtherChallenge;

const hashes = { MD5: "md5", "SHA-256": "sha256", "SHA-512-256": "sha512-256" } as const;
const token = /[^\s,="]+/y;
const parameter = /[\s,]*([^\s,="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s,"]*))/y;

/**
 * Reads a `WWW-Authenticate` header, or several joined with commas. Parameters that are not known are passed over, and
 * quotes that are missing are forgiven; a Digest that cannot be answered (no nonce, other hash, no `auth`) is `other`.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  while (at < header.length) {
    token.lastIndex = at;
    const name = token.exec(header)?.[0];
    if (name === undefined) {
      at += 1;
      continue;
    }
    at += name.length;
    const parameters = new Map<string, ByteText>();
    for (;;) {
      parameter.lastIndex = at;
      const found = parameter.exec(header);
      if (!found?.[1]) break;
      at = parameter.lastIndex;
      const value = found[2]?.replace(/\\(.)/g, "$1") ?? found[3] ?? "";
      parameters.set(found[1].toLowerCase(), byteText(Buffer.from(value, "latin1")));
    }
    challenges.push(toChallenge(name, parameters));
  }
  return challenges;
}

function toChallenge(name: string, parameters: ReadonlyMap<string, ByteText>): Challenge {
  if (/^basic$/i.test(name)) return { scheme: "basic" };
  if (!/^digest$/i.test(name)) return { scheme: "other", name };
  const algorithm = parameters.get("algorithm");
  const [, base, session] = /^(.*?)(-SESS)?$/.exec((algorithm ?? "MD5").toUpperCase()) ?? [];
  const hash = Object.entries(hashes).find(([known]) => known === base)?.[1];
  const nonce = parameters.get("nonce");
  const qop = parameters.get("qop");
  const offersAuth = qop?.split(/[\s,]+/).some((each) => each.toLowerCase() === "auth");
  if (hash === undefined || nonce === undefined || (qop && !offersAuth)) return { scheme: "other", name };
  const opaque = parameters.get("opaque");
  return {
    scheme: "digest",
    realm: parameters.get("realm") ?? byteText(Buffer.alloc(0)),
    nonce,
    ...(opaque !== undefined && { opaque }),
    ...(algorithm !== undefined && { algorithm }),
    hash,
    session: session !== undefined,
    ...(qop && { qop: "auth" }),
    stale: parameters.get("stale")?.toLowerCase() === "true",
  };
}
