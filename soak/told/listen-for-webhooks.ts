import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";

const body = z.object({ type: z.string(), data: z.object({ kind: z.string(), message: z.string() }) });

/** What somebody was told. */
interface Told {
  readonly event: string;
  readonly kind: string;
  /** The serial number of the box, where it is of one. */
  readonly about: string;
}

/** Whoever is told by webhooks, all ears. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Told[];
  /** What was told as new twice, without an all-clear in between. */
  twice(): string[];
  /** How often which event was told. */
  summary(): string;
}

/** Listens for webhooks. */
export async function listenForWebhooks({ host, port }: { host: string; port: number }): Promise<Listener> {
  const received: Told[] = [];
  const server = createServer((request, response) => {
    json(request).then(
      (document) => {
        const { type, data } = body.parse(document);
        const [about = data.message] = /00-90-33(?:-[0-9a-f]{2}){3}/.exec(data.message) ?? [];
        received.push({ event: type, kind: data.kind, about });
        response.writeHead(204).end();
      },
      () => response.writeHead(400).end(),
    );
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${port}/`,
    received,
    twice: () => toldTwice(received),
    summary() {
      const counts = Map.groupBy(received, ({ event, kind }) => `${event} (${kind})`);
      return [...counts].map(([what, all]) => `${what} ${all.length}`).join(", ");
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function toldTwice(received: readonly Told[]): string[] {
  const open = new Set<string>();
  return received.flatMap(({ event, kind, about }) => {
    const name = `${event} of ${about}`;
    if (kind === "all-clear") open.delete(name);
    else if (open.has(name)) return [`${name} was told twice`];
    else open.add(name);
    return [];
  });
}
