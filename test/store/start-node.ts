import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A process of its own that runs one of the scripts that lie beside the tests. */
export interface NodeProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: unknown; signal: unknown }>;
  /** The first thing that it says. */
  readonly firstWords: Promise<string>;
}

export function startNode(script: URL, args: readonly string[]): NodeProcess {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close").then(([code, signal]: unknown[]) => ({ code, signal }));
  const firstWords = Promise.race([
    once(child.stdout, "data").then(([chunk]: unknown[]) => String(chunk).trim()),
    ended.then(() => ""),
  ]);
  return { child, ended, firstWords };
}
