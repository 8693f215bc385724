import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fromByteText } from "../../license/byte-text.ts";
import type { SimulatedBox } from "../simulated-box.ts";
import { answerRequest, type BoxAnswer } from "./answer-request.ts";
import { readRequest } from "./read-request.ts";

const slowMs = 1500;
const byteMs = 4;
/** For a client that says nothing, or does not close. */
const patienceMs = 10_000;

/** Who serves a connection, and what is to be told when a command asks for a restart. */
export interface HttpService {
  /** The box that answers next; two boxes on one address take turns. */
  next(): SimulatedBox;
  onReset(box: SimulatedBox): void;
  /** Sessions that were open at the same time, at most; boxes are made for one. */
  readonly sessions: { open: number; most: number };
}

/** Serves HTTP/1.0, one session at a time, closed after each answer. */
export async function serveHttp(address: string, port: number, service: HttpService): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  let turn: Promise<void> = Promise.resolve();
  const server: Server = createServer((socket) => {
    const { sessions } = service;
    sockets.add(socket);
    sessions.open += 1;
    // The end of the session before may have come in the same turn of the event loop, and be told only after this.
    setImmediate(() => setImmediate(() => (sessions.most = Math.max(sessions.most, sessions.open))));
    socket.setTimeout(patienceMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      sessions.open -= 1;
    });
    turn = turn.then(() => serve(socket, service)).catch(() => void socket.destroy());
  });
  server.listen({ port, host: address, exclusive: true });
  await once(server, "listening");
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(socket: Socket, service: HttpService): Promise<void> {
  const request = await readRequest(socket);
  if (request === undefined) return void socket.destroy();
  const box = service.next();
  if (box.has("slow")) await setTimeout(slowMs);
  const answer = answerRequest(box, request);
  if (answer.after === "drop") return void socket.destroy();
  await send(socket, box, answer);
  if (answer.after === "reset") service.onReset(box);
}

async function send(socket: Socket, box: SimulatedBox, { head, body, endless }: BoxAnswer): Promise<void> {
  const bytes = Buffer.concat([Buffer.from(head, "latin1"), fromByteText(body)]);
  if (box.has("one-byte-at-a-time")) {
    for (const byte of bytes) {
      if (socket.destroyed) return;
      socket.write(Buffer.of(byte));
      await setTimeout(byteMs);
    }
  } else if (endless) {
    socket.write(bytes);
    while (!socket.destroyed) {
      if (!socket.write(fromByteText(body))) await drained(socket);
    }
    return;
  } else {
    socket.write(bytes);
  }
  socket.end();
  if (!socket.destroyed) await once(socket, "close").catch(() => {});
}

/** Waits until the client took what was sent, or is gone. */
async function drained(socket: Socket): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race(["drain", "close"].map((event) => once(socket, event, over)));
  } finally {
    over.abort();
  }
}
