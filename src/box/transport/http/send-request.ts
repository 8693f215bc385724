import http from "node:http";
import { BoxError } from "../../box-error.ts";
import { type Endpoint, endpointText } from "../../endpoint.ts";
import { httpError } from "./http-error.ts";
import type { HttpLimits } from "./http-limits.ts";

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request on a connection of its own and reads the whole answer. Redirects are not followed, and what old
 * boxes get wrong in their headers is forgiven.
 */
export async function sendRequest(endpoint: Endpoint, request: WireRequest, limits: HttpLimits): Promise<WireAnswer> {
  request.signal.throwIfAborted();
  const { default: got } = await import("got");
  const stream = got.stream(`http://${endpoint.address}:${endpoint.httpPort}/`, {
    method: request.method,
    headers: { "user-agent": "varsync", ...request.headers },
    ...(request.body && { body: request.body }),
    // The library would resolve `..` in the path, and knows no lenient parser.
    request: (_url, options, callback) =>
      http.request(
        {
          ...options,
          host: endpoint.address,
          port: endpoint.httpPort,
          path: request.path,
          agent: false,
          insecureHTTPParser: true,
        },
        callback,
      ),
    timeout: { connect: limits.connectTimeoutMs, socket: limits.idleTimeoutMs, request: limits.totalTimeoutMs },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    signal: request.signal,
  });
  let head: Omit<WireAnswer, "body"> | undefined;
  stream.once("response", (response: http.IncomingMessage) => {
    head = { status: response.statusCode ?? 0, headers: joined(response.headers) };
  });
  try {
    const body = await readAll(stream, request.maxBytes, endpoint);
    if (head === undefined) throw new BoxError("not-understood", `${endpointText(endpoint)} gave no answer`);
    return { ...head, body };
  } catch (error) {
    throw httpError(error, endpoint, request.signal);
  }
}

async function readAll(stream: AsyncIterable<Buffer>, maxBytes: number, endpoint: Endpoint): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new BoxError("too-large", `the answer of ${endpointText(endpoint)} is larger than ${maxBytes} bytes`, {
        address: endpoint.address,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function joined(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
