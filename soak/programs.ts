import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { text } from "node:stream/consumers";

/** Runs the program as it is shipped. */
export interface Programs extends AsyncDisposable {
  /** Starts a command that stays; what it logs is appended to a file. It ends with this at the latest. */
  start(words: readonly string[], logFile: string): ChildProcess;
  /** Runs a command to its end. */
  run(...words: string[]): Promise<{ readonly code: number | null; readonly document: unknown; readonly log: string }>;
}

/** @param varsync the executable; @param folder where the commands run */
export function programs(varsync: string, folder: string): Programs {
  const running = new Set<ChildProcess>();
  const spawned = (words: readonly string[]) => {
    const child = spawn(varsync, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  };
  return {
    start(words, logFile) {
      const child = spawned(words);
      const log = createWriteStream(logFile, { flags: "a" });
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      child.once("close", () => log.end());
      return child;
    },
    async run(...words) {
      const child = spawned([...words, "--json"]);
      const ended = once(child, "close");
      const [stdout, log] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = await ended;
      return { code: code as number | null, document: parse(stdout), log };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((child) => end(child, "SIGKILL")));
    },
  };
}

/** Ends a process, and answers when it is gone. */
export async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

function parse(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}
