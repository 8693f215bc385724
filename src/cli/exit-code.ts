/** Every exit code of `varsync`. */
export const exitCode = {
  done: 0,
  failed: 1,
  differs: 2,
  partly: 3,
  credentials: 4,
  usage: 5,
  agentRunning: 11,
  interrupted: 130,
} as const;

/** What a result needs to tell for the exit code. */
export interface Ended {
  readonly outcome: string;
  readonly error?: { readonly code: string } | undefined;
}

const fine: ReadonlySet<string> = new Set(["in-step", "changed", "waiting-for-reset"]);
const credentialErrors: ReadonlySet<string> = new Set(["auth-failed", "no-credential"]);

/** The exit code of `apply`, `push`, `verify` and `agent --once`: a reset that policy forbids or postpones is no failure. */
export function exitCodeOf(results: readonly Ended[]): number {
  const good = results.filter(({ outcome }) => fine.has(outcome)).length;
  if (good === results.length) return exitCode.done;
  const bad = results.filter(({ outcome }) => !fine.has(outcome) && outcome !== "differs");
  if (bad.length === 0) return exitCode.differs;
  if (good > 0) return exitCode.partly;
  return results.every(({ error }) => error && credentialErrors.has(error.code))
    ? exitCode.credentials
    : exitCode.failed;
}
