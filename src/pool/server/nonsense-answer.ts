import type { Socket } from "node:net";
import type { ConnectionError } from "fastify";
import { problem, problemType } from "./problem.ts";

/** What Node's HTTP parser gives up with, and what it means. */
const meanings: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "the request took too long to arrive"],
  HPE_HEADER_OVERFLOW: [431, "address and headers are longer than this server takes"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "the body has longer chunk extensions than this server takes"],
};

/** The answer to what is no HTTP, or never came to its end: no route and no hook sees that. The connection is closed. */
export function answerNonsense({ code }: ConnectionError, socket: Socket): void {
  if (code === "ECONNRESET" || socket.destroyed) return;
  const [status, detail] = meanings[code] ?? [400, "this is no HTTP that this server understands"];
  const document = problem(status, "bad-request", detail);
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${status} ${document.title}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "Connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}
