import { once } from "node:events";
import net from "node:net";
import type { Endpoint } from "../../src/box/endpoint.ts";

/** One request as its bytes came in, and the socket to answer on, well or badly. */
export interface RawRequest {
  /** `GET /x HTTP/1.1` */
  readonly line: string;
  readonly path: string;
  /** The whole head, one char a byte. */
  readonly head: string;
  readonly authorization: string | undefined;
  readonly body: string;
  readonly socket: net.Socket;
}

export interface RawServer extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly requests: RawRequest[];
}

/** A server that answers with whatever bytes a test wants. A string is sent and the connection closed after it. */
export async function startRawServer(
  answer: (request: RawRequest, count: number) => string | Buffer | undefined,
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    let received = "";
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (end < 0 || received.length < end + 4 + length) return;
      const head = received.slice(0, end);
      const [line = ""] = head.split("\r\n");
      const request: RawRequest = {
        line,
        path: line.split(" ")[1] ?? "",
        head,
        authorization: /^authorization: (.*)$/im.exec(head)?.[1],
        body: received.slice(end + 4),
        socket,
      };
      received = "";
      requests.push(request);
      const bytesToSend = answer(request, requests.length);
      if (bytesToSend !== undefined) socket.end(bytesToSend);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    endpoint: { address: "127.0.0.1", httpPort: port },
    requests,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** An answer in the way of old boxes: HTTP/1.0, no length, closed at the end. */
export function oldAnswer(body: string | Buffer, status = "200 OK ", ...headers: string[]): Buffer {
  const head = [`HTTP/1.0 ${status}`, "expires: Friday, 25-Jul-97 00:00:00 GMT", ...headers, "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}
