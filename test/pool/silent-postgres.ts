import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Test } from "tap";

/** What looks like a PostgreSQL server until somebody wants to know something: whoever asks it waits. */
export interface SilentPostgres {
  /** Address of a database on it. */
  readonly database: string;
  /** The next connection that somebody opens. */
  next(): Promise<Socket>;
}

/** Closed at the end of the test. */
export async function silentPostgres(t: Test, host: string): Promise<SilentPostgres> {
  const server = createServer();
  const open = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket.on("error", () => undefined).resume());
  });
  server.listen(0, host);
  await once(server, "listening");
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    database: `postgres://nobody:secret@${host}:${port}/pool`,
    next: async () => {
      const [socket]: Socket[] = await once(server, "connection");
      if (socket === undefined) throw new Error("a connection without a socket");
      return socket;
    },
  };
}
