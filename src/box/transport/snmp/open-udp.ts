import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/** Asked of the kernel, which may give less: room for the answers that come while probes leave. */
const receiveBuffer = 4 * 1024 * 1024;

/**
 * An open UDP socket. Addresses are taken as they are, without a look-up each. That a port is closed is no error of the
 * socket: it is what a sweep meets most.
 */
export async function openUdp(): Promise<Socket> {
  const socket = createSocket({
    type: "udp4",
    recvBufferSize: receiveBuffer,
    lookup: (address, _options, done) => done(null, address, 4),
  });
  socket.on("error", () => {});
  // The look-up answers at once, and so may the event come.
  const listening = once(socket, "listening");
  socket.bind();
  await listening;
  return socket;
}
