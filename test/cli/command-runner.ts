import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { z } from "zod";

const program = fileURLToPath(new URL("many-commands.ts", import.meta.url));
const ended = z.object({ code: z.number(), stdout: z.string() });
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** How a command ended; the error is that of `--json`. */
export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly error?: z.output<typeof failure>["error"];
}

/**
 * Runs very many command lines with `--json`, one after the other in one process, since starting the program takes longer
 * than what most of them do. Ends with the test.
 */
export function commandRunner(t: Test, folder: string): (words: readonly string[]) => Promise<CommandEnd> {
  const child = fork(program, { cwd: folder, execArgv: ["--disable-warning=ExperimentalWarning"] });
  t.teardown(() => child.kill("SIGKILL"));
  const died = once(child, "exit").then(([code]) => {
    throw new Error(`the process that runs commands ended with ${code}`);
  });
  died.catch(() => undefined);
  return async (words) => {
    child.send([...words, "--json"]);
    const [message]: unknown[] = await Promise.race([once(child, "message"), died]);
    const { code, stdout } = ended.parse(message);
    const error = code === 0 ? undefined : failure.safeParse(readJson(stdout)).data?.error;
    return { code, stdout, ...(error && { error }) };
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
