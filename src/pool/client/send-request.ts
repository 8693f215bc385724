import { type ByteText, byteText } from "../../license/byte-text.ts";
import { PoolError } from "../pool-error.ts";
import type { RemoteManagerOptions, RemoteTimes } from "./remote-options.ts";
import type { PoolRequest } from "./to-request.ts";

export interface PoolServerAnswer {
  readonly status: number;
  readonly type: string;
  /** A character a byte. */
  readonly body: ByteText;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Sends one request, once. @throws PoolError `pool-unreachable`; the signal's reason */
export async function sendRequest(
  { url, token, ca, account, signal }: RemoteManagerOptions,
  times: RemoteTimes,
  { method, target, headers, body }: PoolRequest,
): Promise<PoolServerAnswer> {
  const { default: got } = await import("got");
  const bearer = await token();
  try {
    const answer = await got(`${url.href.replace(/\/$/, "")}${target}`, {
      method,
      headers: {
        ...headers,
        accept: "application/json, text/plain, application/problem+json",
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(account !== undefined && { "varsync-account": account }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
      ...(ca !== undefined && { https: { certificateAuthority: ca } }),
      ...(signal && { signal }),
      // A token must not follow a redirection to another host.
      followRedirect: false,
      throwHttpErrors: false,
      responseType: "buffer",
      retry: { limit: 0 },
      timeout: { connect: times.connect, secureConnect: times.connect, request: times.request },
    });
    const retryAfter = Number(answer.headers["retry-after"]);
    return {
      status: answer.statusCode,
      type: answer.headers["content-type"] ?? "",
      body: byteText(answer.body),
      ...(Number.isFinite(retryAfter) && { retryAfter }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw unreachable(url, error);
  }
}

function unreachable({ host }: URL, error: unknown): PoolError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new PoolError("pool-unreachable", `the pool server ${host}: ${sentences[code] ?? wordsFor(code)}`);
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "there is no host of that name",
  EAI_AGAIN: "the name of its host cannot be looked up",
  ETIMEDOUT: "it does not answer in time",
  ECONNRESET: "the connection was lost",
  EPIPE: "the connection was lost",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself; name it with pool.caFile if you trust it",
  SELF_SIGNED_CERT_IN_CHAIN:
    "its certificate comes from an authority that is not known here; name that with pool.caFile",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate comes from an authority that is not known here; name that with pool.caFile",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate comes from an authority that is not known here; name that with pool.caFile",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

function wordsFor(code: string): string {
  return /SSL|TLS|EPROTO|CERT/.test(code) ? `no secure connection (${code})` : `it cannot be reached (${code})`;
}
