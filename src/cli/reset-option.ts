import type { Argv } from "yargs";

/** What `--reset` says instead of `policy.reset`. */
export type ResetOverride = "never" | "when-idle" | "now" | undefined;

/** Adds `--reset`. */
export function resetOption(yargs: Argv) {
  return yargs.option("reset", {
    choices: ["never", "when-idle", "now"] as const,
    requiresArg: true,
    describe: "instead of policy.reset",
  });
}
