import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Ran, startVarsync } from "../../cli/run-varsync.ts";

/** `varsync pool serve` in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly ended: Promise<Ran>;
  kill(signal: NodeJS.Signals): void;
}

/** A server that nobody ends is ended after this. */
const longestMs = 3_600_000;

/** Starts one with the configuration in the folder, and waits until it listens. */
export async function startServerProcess(folder: string, words: readonly string[] = []): Promise<ServerProcess> {
  const { child, ended } = startVarsync(["pool", "serve", "--json", ...words], folder, "", longestMs);
  if (!child.stdout) throw new Error("no stdout");
  const first = once(createInterface({ input: child.stdout }), "line").then(([line]) => String(line));
  const line = await Promise.race([first, ended.then(({ stderr }) => Promise.reject(new Error(stderr.slice(-2000))))]);
  const { listening } = z.object({ listening: z.string() }).parse(JSON.parse(line));
  return { url: listening, ended, kill: (signal) => void child.kill(signal) };
}
