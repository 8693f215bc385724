import { createHash, randomBytes } from "node:crypto";
import { type ByteText, toByteText } from "../../../../license/byte-text.ts";
import type { Credential } from "../../../credential.ts";
import type { DigestChallenge } from "./challenge.ts";

/** One challenge while it is in use: the nonce count goes up with every answer, the client's nonce stays. */
export interface DigestUse {
  readonly challenge: DigestChallenge;
  readonly clientNonce: string;
  count: number;
}

export function useDigest(challenge: DigestChallenge): DigestUse {
  return { challenge, clientNonce: randomBytes(8).toString("hex"), count: 0 };
}

/** The request that an answer stands for. */
export interface DigestRequest {
  readonly method: string;
  /** The request's path as it goes over the wire. */
  readonly path: string;
}

/**
 * The `Authorization` header (one char a byte) for the next request under this challenge. User and password count as
 * UTF-8; everything else is hashed as the bytes that the box sent.
 */
export function digestAnswer(use: DigestUse, credential: Credential, { method, path }: DigestRequest): string {
  use.count += 1;
  const { challenge, clientNonce } = use;
  const { realm, nonce, qop, opaque, algorithm } = challenge;
  const hash = (...parts: string[]) =>
    createHash(challenge.hash)
      .update(Buffer.from(parts.join(":"), "latin1"))
      .digest("hex");
  const user = toByteText(credential.user);
  const count = use.count.toString(16).padStart(8, "0");
  const login = hash(user, realm, toByteText(credential.password));
  const secret = challenge.session ? hash(login, nonce, clientNonce) : login;
  const asked = hash(method, path);
  const response = qop ? hash(secret, nonce, count, clientNonce, qop, asked) : hash(secret, nonce, asked);
  const fields = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri="${path}"`,
    `response="${response}"`,
    algorithm !== undefined && `algorithm=${algorithm}`,
    opaque !== undefined && `opaque=${quoted(opaque)}`,
    qop && `qop=${qop}, nc=${count}`,
    (qop || challenge.session) && `cnonce="${clientNonce}"`,
  ];
  return `Digest ${fields.filter((field) => typeof field === "string").join(", ")}`;
}

function quoted(text: ByteText): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
