import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Test } from "tap";

/** What a webhook was told. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** How it answers from now on; `undefined` for not at all. */
  answer: ((response: ServerResponse, request: IncomingMessage) => void) | undefined;
}

/** A real HTTP server that takes webhooks, and answers 204 until told otherwise. */
export async function startReceiver(t: Test, host: string): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const { url: path = "" } = request;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    void text(request).then((body) => {
      received.push({ path, headers, body });
      receiver.answer?.(response, request);
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://${host}:${port}/hook`,
    received,
    answer: (response) => response.writeHead(204).end(),
  };
  return receiver;
}
