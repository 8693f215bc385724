import { once } from "node:events";
import { createServer } from "node:net";
import type { ObjectValue } from "./snmp/object-tree.ts";
import { serveSnmp } from "./snmp/serve-snmp.ts";
import type { SimulatorPorts } from "./start-box.ts";

/** A device that is no box: a Debian host with snmpd, and a web server on it. */
export async function startStranger(
  address: string,
  ports: SimulatorPorts,
  community: string,
): Promise<AsyncDisposable> {
  const mac = Buffer.from("525400a1b2c3", "hex");
  const tree = new Map<string, ObjectValue>([
    ["1.3.6.1.2.1.1.1.0", { kind: "octets", value: Buffer.from("Linux debian 6.1.0-18-amd64 #1 SMP x86_64") }],
    ["1.3.6.1.2.1.1.2.0", { kind: "oid", value: "1.3.6.1.4.1.8072.3.2.10" }],
    ["1.3.6.1.2.1.1.3.0", { kind: "ticks", value: 123_456 }],
    ["1.3.6.1.2.1.2.2.1.6.1", { kind: "octets", value: mac }],
  ]);
  const body = "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>";
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () =>
      socket.end(
        `HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      ),
    );
  });
  server.listen({ port: ports.http, host: address, exclusive: true });
  await once(server, "listening");
  const snmp = await serveSnmp(address, ports.snmp, community, () => tree);
  return {
    async [Symbol.asyncDispose]() {
      await snmp[Symbol.asyncDispose]();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
