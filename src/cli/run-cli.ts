import type { VarsyncConfig } from "../config/varsync-config.ts";
import { askPassword, confirm } from "./ask.ts";
import { becomeOwner } from "./become-owner.ts";
import { type CommandContext, logLevels } from "./command-context.ts";
import { commands } from "./commands.ts";
import { createLogger } from "./create-logger.ts";
import { exitCode } from "./exit-code.ts";
import { onInterruption } from "./interruption.ts";
import { createOutput } from "./output.ts";
import { createProgress } from "./progress.ts";
import { tellError } from "./tell-error.ts";
import { readCommandLine } from "./usage/read-command-line.ts";

/** Runs one command line and answers the exit code. */
export async function runCli(words: readonly string[]): Promise<number> {
  process.stdout.on("error", endQuietly);
  // What cannot be told there keeps nothing from being done.
  process.stderr.on("error", () => undefined);
  const json = words.some((word) => word === "--json" || word === "--json=true");
  using interruption = onInterruption();
  let code: number = exitCode.done;
  try {
    await readCommandLine(words, commands, async (command, args) => {
      const context = createContext(args, interruption.signal, command.service === true);
      using _progress = context.progress;
      // yargs checked the arguments by what the command's builder says.
      code = await command.run(args as never, context);
      if (interruption.interrupted && !command.service) code = exitCode.interrupted;
    });
    return code;
  } catch (error) {
    return tell(error, json, words);
  }
}

function createContext(
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  isService: boolean,
): CommandContext {
  const owned = async (config: VarsyncConfig) => {
    await becomeOwner(config.stateDir, { forGood: isService });
    return config;
  };
  const json = args["json"] === true;
  const configFile = typeof args["config"] === "string" ? args["config"] : undefined;
  const logLevel = logLevels.find((level) => level === args["logLevel"]);
  return {
    json,
    configFile,
    signal,
    out: createOutput(process.stdout),
    progress: createProgress(process.stderr, json),
    logger: (usual = "warn") => createLogger(logLevel ?? usual),
    config: async () => owned(await (await import("../config/load-config.ts")).loadConfig(configFile)),
    configOrDefault: async () => {
      const { defaultConfig, loadConfigIfAny } = await import("../config/load-config.ts");
      return owned((await loadConfigIfAny(configFile)) ?? defaultConfig());
    },
    confirm: (question) => confirm(question, signal),
    askPassword: (question) => askPassword(question, signal),
  };
}

function tell(error: unknown, json: boolean, words: readonly string[]): number {
  const told = tellError(error);
  const { code, message, mistakes } = told;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, mistakes } }, undefined, 2)}\n`);
  process.stderr.write(`varsync: ${message}\n`);
  const wantsStack = words.some((word) => /^(--log-level=)?(debug|trace)$/.test(word));
  if (wantsStack && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return told.exitCode;
}

/** Whoever read stdout has gone (`| head`): there is nothing more to say. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  process.stderr.write(`varsync: stdout cannot be written: ${tellError(error).message}\n`);
  process.exit(exitCode.failed);
}
