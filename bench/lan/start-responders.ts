import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { makeBox } from "../../src/simulator/make-box.ts";
import { answerPacket } from "../../src/simulator/snmp/answer-packet.ts";
import { objectTree } from "../../src/simulator/snmp/object-tree.ts";
import type { LanBox } from "./lan-order.ts";

/**
 * Boxes of which there is only the SNMP. All other addresses stay silent, as they do on a network: without the socket
 * that takes their packets, Linux 6.14 and later goes through the sockets of all boxes for each of them, and answers
 * that the port is closed.
 */
export async function startResponders(addresses: readonly string[], port: number, seed: number): Promise<LanBox[]> {
  await open({ address: "0.0.0.0", port }, smallestBuffer);
  return Promise.all(
    addresses.map(async (address, index) => {
      const box = makeBox(seed, index);
      const socket = await open({ address, port });
      socket.on("message", (packet, from) => {
        const answer = answerPacket(packet, "public", () => objectTree(box));
        if (answer) socket.send(answer, from.port, from.address);
      });
      return { address, serial: box.options.serial };
    }),
  );
}

/** The kernel drops what does not fit; Linux takes no less. */
const smallestBuffer = 2304;

async function open(where: { address: string; port: number }, recvBufferSize?: number): Promise<Socket> {
  const socket = createSocket({ type: "udp4", reuseAddr: true, ...(recvBufferSize && { recvBufferSize }) });
  const listening = once(socket, "listening");
  socket.bind(where);
  await listening;
  return socket;
}
