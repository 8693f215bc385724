import { exitCode } from "./exit-code.ts";
import { printable } from "./output.ts";

/** An error, as it is told to a person or a program. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** Where there are several, each with its place. */
  readonly mistakes?: readonly unknown[];
}

const usageCodes: ReadonlySet<string> = new Set(["usage", "bad-configuration", "bad-serial-number", "bad-type"]);

/** Turns whatever was thrown into code, sentence and exit code; what is none of ours is a bug, and says so. */
export function tellError(error: unknown): ToldError {
  // What then went wrong with closing things says less.
  if (error instanceof SuppressedError) return tellError(error.suppressed);
  if (!(error instanceof Error))
    return { code: "internal-error", message: printable(String(error)), exitCode: exitCode.failed };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (error.name === "AbortError")
    return { code: "interrupted", message: "interrupted", exitCode: exitCode.interrupted };
  const ours = code !== undefined && /^[a-z]+(-[a-z]+)*$/.test(code);
  if (ours) return { code, message: printable(error.message), exitCode: exitOf(code), ...mistakesOf(error) };
  const system = systemSentence(code, error);
  if (system) return { code: "system", message: printable(system), exitCode: exitCode.failed };
  const message = `an unexpected error (${printable(error.message)}); this is a bug in varsync, please report it with --log-level debug`;
  return { code: "internal-error", message, exitCode: exitCode.failed };
}

function mistakesOf(error: Error): Pick<ToldError, "mistakes"> {
  return "mistakes" in error && Array.isArray(error.mistakes) ? { mistakes: error.mistakes } : {};
}

function exitOf(code: string): number {
  if (usageCodes.has(code)) return exitCode.usage;
  if (code === "agent-running") return exitCode.agentRunning;
  return code === "auth-failed" || code === "no-credential" ? exitCode.credentials : exitCode.failed;
}

const sentences: Readonly<Record<string, string>> = {
  EACCES: "this user may not do that",
  EPERM: "this user may not do that",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full; make room and run the same command again",
  EDQUOT: "the disk quota is used up; make room and run the same command again",
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "it exists already",
  EMFILE: "too many files are open",
};

function systemSentence(code: string | undefined, error: Error): string | undefined {
  const sentence = sentences[code ?? ""];
  const path = "path" in error && typeof error.path === "string" ? `${error.path || '""'}: ` : "";
  return sentence && `${path}${sentence}`;
}
