import type { Logger } from "pino";
import type { VarsyncConfig } from "../config/varsync-config.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";

/** What every command is given. */
export interface CommandContext {
  /** `--json`: one document on stdout, nothing else there. */
  readonly json: boolean;
  /** `--config`, if given. */
  readonly configFile: string | undefined;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly out: Output;
  readonly progress: Progress;
  /** @param usual the level when none was asked for */
  logger(usual?: LogLevel): Promise<Logger>;
  /** @throws CheckedYamlError, ConfigError when there is no file */
  config(): Promise<VarsyncConfig>;
  /** The same; without a file what holds without one. */
  configOrDefault(): Promise<VarsyncConfig>;
  /** Asks yes or no on the terminal, or reads it from a pipe. @throws DeclinedError unless the answer is yes */
  confirm(question: string): Promise<void>;
  /** @throws DeclinedError when stdin is closed */
  askPassword(question: string): Promise<string>;
}

export const logLevels = ["silent", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof logLevels)[number];
