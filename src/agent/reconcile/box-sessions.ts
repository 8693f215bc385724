import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Endpoint } from "../../box/endpoint.ts";
import type { BoxSession } from "../../box/transport/http/box-session.ts";
import type { ReusableLocks } from "../../store/reusable-locks.ts";

/**
 * One session a box at a time: within this process by a queue, across processes by a lock file for each address that
 * once turned out to be a box. A sweep of thousands of dark addresses leaves no files.
 * @param isBox whether a box is known to be at the address
 */
export function boxSessions(folder: string, locks: ReusableLocks, isBox: (endpoint: Endpoint) => boolean): BoxSession {
  const queues = new Map<string, Promise<unknown>>();
  return async (endpoint, signal, work) => {
    const name = `${endpoint.address}_${endpoint.httpPort}`;
    const turn = (queues.get(name) ?? Promise.resolve()).then(async () => {
      signal.throwIfAborted();
      const file = join(folder, `${name}.session`);
      if (!isBox(endpoint) && !existsSync(file)) return work();
      using _session = await locks.lock(file, signal);
      return await work();
    });
    const settled = turn.catch(() => undefined);
    queues.set(name, settled);
    try {
      return await turn;
    } finally {
      if (queues.get(name) === settled) queues.delete(name);
    }
  };
}
