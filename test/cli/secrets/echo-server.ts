import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Test } from "tap";

/** A server that fails whatever it is asked, and tells everything that it was sent. */
export async function startEchoServer(t: Test, host: string) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.writeHead(500, { "content-type": "text/html", "x-echo": request.headers.authorization ?? "" });
      response.end(
        `<html>${request.url} ${JSON.stringify(request.headers)} ${body} ${decodeURIComponent(body)}</html>`,
      );
    });
  }).listen(0, host);
  await once(server, "listening");
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, bodies };
}
