import { createSocket } from "node:dgram";
import { once } from "node:events";
import { answerPacket } from "./answer-packet.ts";
import type { ObjectValue } from "./object-tree.ts";

/** Answers SNMPv1 on one address; bound to it, so that answers leave from there. */
export async function serveSnmp(
  address: string,
  port: number,
  community: string,
  tree: () => ReadonlyMap<string, ObjectValue> | undefined,
): Promise<AsyncDisposable> {
  const socket = createSocket("udp4");
  socket.on("message", (packet, from) => {
    const objects = tree();
    const answer = objects && answerPacket(packet, community, () => objects);
    if (answer) socket.send(answer, from.port, from.address);
  });
  socket.bind({ port, address, exclusive: true });
  await once(socket, "listening");
  socket.on("error", () => {});
  return {
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}
