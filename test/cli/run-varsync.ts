import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** How a command ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The document of `--json`. */
  readonly document: unknown;
  /** What `apply`, `push`, `verify` and `agent --once` say of each box. */
  readonly results: readonly Result[];
}

const result = z.looseObject({
  serial: z.string().nullable(),
  address: z.string().nullable(),
  outcome: z.string(),
  effective: z.enum(["yes", "no", "unknown"]),
  installed: z.array(z.looseObject({ type: z.string(), count: z.number(), line: z.string() })),
  backup: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  waitingFor: z.string().optional(),
});
const withResults = z.object({ results: z.array(result) });

export type Result = z.infer<typeof result>;

/** A command that runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
}

/** No command of these tests takes so long, not even on a machine that others keep busy. */
const patienceMs = 240_000;

/** Starts the program from its sources, stdin closed. */
export function startVarsync(words: readonly string[], folder: string, input = "", timeout = patienceMs): Started {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const args = ["--disable-warning=ExperimentalWarning", main, ...words];
  const child = spawn(process.execPath, args, { cwd: folder, env, timeout, killSignal: "SIGKILL" });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return { child, ended: endOf(child) };
}

/** `changed yes`, `failed unknown not-back`: outcome, effective and error code of a box. */
export function brief({ outcome, effective, error }: Result): string {
  return [outcome, effective, error?.code].filter(Boolean).join(" ");
}

async function endOf(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  const document = parse(stdout);
  return { code, stdout, stderr, document, results: withResults.safeParse(document).data?.results ?? [] };
}

function parse(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}
