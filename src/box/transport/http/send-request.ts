import http from "node:http";
import { connect } from "node:net";
import { BoxError } from "../../box-error.ts";
import { type Endpoint, endpointText } from "../../endpoint.ts";
import { type HttpPhase, httpError, LateError } from "./http-error.ts";
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
 * Sends one request on a connection of its own and reads the whole answer. The path is sent as it is, redirects are not
 * followed, and what old boxes get wrong in their headers is forgiven.
 * @throws BoxError as `httpError` tells; the reason of the signal
 */
export async function sendRequest(endpoint: Endpoint, request: WireRequest, limits: HttpLimits): Promise<WireAnswer> {
  const { method, path, signal } = request;
  const { address: host, httpPort: port } = endpoint;
  signal.throwIfAborted();
  const sent = http.request({
    method,
    path,
    host,
    port,
    headers: { "user-agent": "varsync", ...request.headers },
    createConnection: () => connect({ host, port, noDelay: true }),
    insecureHTTPParser: true,
    signal,
  });
  // An answer without a length ends where the connection does: why that ended tells whether it is whole.
  let failure: unknown;
  const giveUp = (phase: HttpPhase) => sent.destroy(new LateError(phase));
  const connecting = setTimeout(giveUp, limits.connectTimeoutMs, "connect");
  const whole = setTimeout(giveUp, limits.totalTimeoutMs, "request");
  sent.once("socket", (socket) => {
    socket.once("connect", () => clearTimeout(connecting));
    socket.setTimeout(limits.idleTimeoutMs, () => giveUp("idle"));
  });
  sent.on("error", (error) => {
    failure ??= error;
  });
  try {
    const answered = responseTo(sent);
    sent.end(request.body);
    const response = await answered;
    const body = await readAll(response, request.maxBytes, endpoint);
    if (failure !== undefined) throw failure;
    return { status: response.statusCode ?? 0, headers: joined(response.headers), body };
  } catch (error) {
    throw httpError(failure ?? error, endpoint, signal);
  } finally {
    clearTimeout(connecting);
    clearTimeout(whole);
    sent.destroy();
  }
}

function responseTo(sent: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("error", reject);
    sent.once("response", resolve);
  });
}

function readAll(response: http.IncomingMessage, maxBytes: number, endpoint: Endpoint): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes) return;
      const message = `the answer of ${endpointText(endpoint)} is larger than ${maxBytes} bytes`;
      reject(new BoxError("too-large", message, { address: endpoint.address }));
      response.destroy();
    });
    response.once("error", reject);
    response.once("end", () => resolve(Buffer.concat(chunks)));
  });
}

function joined(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
