import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stringify } from "yaml";
import { z } from "zod";
import { end, type Programs } from "../programs.ts";
import { loaded, type SoakSite } from "../soak-site.ts";

/** Where the agent's keys come from, while a soak disturbs it. */
export interface SoakPool {
  /** Sees to it that it is there. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Kills the server once within that time, at a random moment, and starts it again at another. */
  disturb(random: () => number, withinMs: number): Promise<void>;
  /** Options for a `pool` command on the database itself. */
  readonly direct: readonly string[];
}

export interface SoakPoolOptions {
  readonly database: string;
  readonly served: boolean;
  readonly listen: string;
}

/** Tells the site's configuration where its pool is: the database, or a server on it with a token of the site's own. */
export async function soakPool(varsync: Programs, site: SoakSite, options: SoakPoolOptions): Promise<SoakPool> {
  const { database, served, listen } = options;
  const file = join(dirname(site.configFile), "pool.yaml");
  await writeFile(file, stringify({ pool: { database }, poolServer: { listen, requestsPerMinute: 1_000_000 } }));
  const direct = ["--config", file];
  if (!served) {
    await site.configure({ pool: { database } });
    return { start: async () => {}, stop: async () => {}, disturb: async () => {}, direct };
  }
  const words = ["--name", "soak", "--scope", "read,claim,create", "--site", "soak", "--expires", "30d"];
  const budget = ["--per-box", "1000", "--per-day", String(loaded)];
  const made = await varsync.run("pool", "token", "create", ...words, ...budget, ...direct);
  const { token } = z.object({ token: z.string() }).parse(made.document);
  await writeFile(join(site.folder, "token"), `${token}\n`, { mode: 0o600 });
  await site.configure({ pool: { url: `http://${listen}`, tokenFile: "./token" } });
  let server: ChildProcess | undefined;
  const start = async () => {
    server ??= varsync.start(["pool", "serve", ...direct], join(site.folder, "pool.log"));
    while (!(await listens(listen))) await setTimeout(50);
  };
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGTERM") => {
    if (server) await end(server, signal);
    server = undefined;
  };
  return {
    start,
    stop,
    direct,
    async disturb(random, withinMs) {
      if (random() < 0.7) await start();
      await setTimeout(random() * withinMs * 0.6);
      await stop("SIGKILL");
      await setTimeout(random() * withinMs * 0.2);
      await start();
    },
  };
}

async function listens(listen: string): Promise<boolean> {
  const [host = "", port] = listen.split(":");
  const socket = createConnection(Number(port), host);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
