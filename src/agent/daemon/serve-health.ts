import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Health } from "./health.ts";

export interface HealthServer extends AsyncDisposable {
  readonly port: number;
}

/** Text of the metrics, and the type that it has. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/**
 * `/healthz`, `/readyz` and `/metrics` of the agent: 200 or 503, with a JSON document that says why.
 * @throws Error when the address cannot be listened on
 */
export async function serveHealth(
  { host, port }: { readonly host: string; readonly port: number },
  health: Health,
  metrics: MetricsPage,
): Promise<HealthServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000 }, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://agent");
    request.resume();
    if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405).end();
    const remarks = health.standsBack === undefined ? [] : [`it stands back: ${health.standsBack}`];
    if (pathname === "/healthz") return answer(response, health.problems(), remarks);
    if (pathname === "/readyz") return answer(response, health.ready ? remarks : ["it is not up yet"]);
    if (pathname === "/metrics") return void answerMetrics(response, metrics);
    response.writeHead(404).end();
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @param remarks what does not make it fail */
function answer(response: ServerResponse, problems: readonly string[], remarks: readonly string[] = []): void {
  const good = problems.length === 0;
  response.writeHead(good ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
  const told = { ...(good ? {} : { problems }), ...(remarks.length > 0 && { remarks }) };
  response.end(`${JSON.stringify({ status: good ? "ok" : "failing", ...told })}\n`);
}

async function answerMetrics(response: ServerResponse, metrics: MetricsPage): Promise<void> {
  try {
    const text = await metrics.text();
    response.writeHead(200, { "content-type": metrics.contentType }).end(text);
  } catch {
    response.writeHead(503).end("the metrics cannot be read now\n");
  }
}
