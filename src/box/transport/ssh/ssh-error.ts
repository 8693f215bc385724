import { BoxError, type BoxErrorCode } from "../../box-error.ts";

/** Where an SSH session goes, for messages. */
export interface SshTarget {
  readonly address: string;
  readonly port: number;
}

/** What went wrong in an SSH session as a BoxError; BoxErrors pass as they are. */
export function sshError(error: unknown, target: SshTarget): unknown {
  if (error instanceof BoxError || !(error instanceof Error)) return error;
  const level = "level" in error ? error.level : undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (level === undefined && code === undefined) return error;
  const [kind, what] = classify(level, code);
  const cause = Object.assign(new Error(error.message), code === undefined ? {} : { code });
  return sshTrouble(kind, target, `${what}: ${error.message}`, cause);
}

/** A BoxError of an SSH session. */
export function sshTrouble(code: BoxErrorCode, target: SshTarget, what: string, cause?: unknown): BoxError {
  return new BoxError(code, `SSH to ${target.address}:${target.port} ${what}`, { address: target.address, cause });
}

function classify(level: unknown, code: string | undefined): readonly [BoxErrorCode, string] {
  if (level === "client-authentication") return ["auth-failed", "refused user name and password"];
  if (level === "client-timeout") return ["timed-out", "was not ready in time"];
  if (level === "client-socket" || level === "client-dns") return ["unreachable", "cannot be reached"];
  if (level === undefined) return ["unreachable", `lost the connection (${code})`];
  return ["not-understood", "failed"];
}
