import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("create-keys.ts", import.meta.url));

/** A process of its own that creates license keys of one license each. */
export interface KeyCreator {
  readonly child: ChildProcess;
  /** What it said so far, without `ready`. */
  readonly said: string[];
  go(): void;
  /** Resolves when it has said that many lines, or has ended. */
  hasSaid(lines: number): Promise<void>;
  readonly ended: Promise<unknown>;
}

/** Starts one and waits until it has opened the pool. */
export async function startKeyCreator(
  database: string,
  type: string,
  prefix: string,
  most: number,
): Promise<KeyCreator> {
  const args = [script, database, type, prefix, `${most}`];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  const said: string[] = [];
  await Promise.race([once(lines, "line"), ended]);
  lines.on("line", (line) => said.push(line));
  const hasSaid = async (wanted: number) => {
    while (said.length < wanted && child.exitCode === null) await setTimeout(2);
  };
  return { child, said, ended, hasSaid, go: () => void child.stdin.end("go\n") };
}
