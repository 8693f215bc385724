import { once } from "node:events";
import type { Socket } from "node:net";

/** A request as a box takes it: HTTP/1.0 or 1.1, with or without Host. */
export interface BoxRequest {
  readonly method: string;
  /** As it stood in the request line, still encoded. */
  readonly target: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

const longestHead = 16 * 1024;

/** Reads one request; `undefined` when the other end closes or talks nonsense. */
export async function readRequest(socket: Socket): Promise<BoxRequest | undefined> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of chunksOf(socket)) {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0 && bytes.length > longestHead) return undefined;
    if (end < 0) continue;
    const [first = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
    const [, method, target] = /^([A-Z]+) (\S+)(?: HTTP\/1\.[01])?$/.exec(first) ?? [];
    if (method === undefined || target === undefined) return undefined;
    const headers = new Map(lines.map(splitHeader));
    const body = bytes.subarray(end + 4);
    if (body.length < Number(headers.get("content-length") ?? 0)) continue;
    return { method, target, headers, body };
  }
  return undefined;
}

async function* chunksOf(socket: Socket): AsyncGenerator<Buffer> {
  while (!socket.destroyed && !socket.readableEnded) {
    const chunk: Buffer | null = socket.read();
    if (chunk) yield chunk;
    else await Promise.race([once(socket, "readable"), once(socket, "end"), once(socket, "close")]).catch(() => {});
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}
