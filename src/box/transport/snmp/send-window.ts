import type { Socket } from "node:dgram";

/** Lets so many packets wait for the wire at the same time; between them, answers are read. */
export interface SendWindow {
  /** Sends; answers a promise when the window is full, which resolves as soon as it no longer is. Never fails. */
  send(packet: Buffer, address: string): Promise<void> | undefined;
  /** Waits until everything has left. */
  empty(): Promise<void>;
  /** How many left, and why those that did not could not. */
  readonly sent: number;
  readonly lastFailure: string | undefined;
}

export function createSendWindow(socket: Socket, port: number, size: number): SendWindow {
  let flying = 0;
  let sent = 0;
  let lastFailure: string | undefined;
  let waiting: { readonly below: number; readonly resolve: () => void }[] = [];
  const until = (below: number) =>
    flying < below ? undefined : new Promise<void>((resolve) => waiting.push({ below, resolve }));
  const landed = (error: Error | null) => {
    flying -= 1;
    if (error) lastFailure = "code" in error ? String(error.code) : error.message;
    else sent += 1;
    const free = waiting.filter(({ below }) => flying < below);
    if (free.length === 0) return;
    waiting = waiting.filter(({ below }) => flying >= below);
    for (const { resolve } of free) resolve();
  };
  return {
    send(packet, address) {
      flying += 1;
      socket.send(packet, port, address, landed);
      return until(size);
    },
    empty: async () => until(1),
    get sent() {
      return sent;
    },
    get lastFailure() {
      return lastFailure;
    },
  };
}
