import type { Argv } from "yargs";
import yargs from "yargs";
import type { AnyCommand, RunnableCommand } from "../command.ts";
import { logLevels } from "../command-context.ts";
import { version } from "../version.ts";
import { afterDoubleDash } from "./after-double-dash.ts";
import { explainUsage, type NamedCommand } from "./explain-usage.ts";
import { givenOnce } from "./given-once.ts";
import { UsageError } from "./usage-error.ts";

/** Runs a command; the arguments were checked by what its builder says. */
export type RunCommand = (command: RunnableCommand, args: Readonly<Record<string, unknown>>) => Promise<void>;

/**
 * Reads a command line and runs the command that it names; `--help` and `--version` are answered here.
 * @throws UsageError, and whatever the command throws
 */
export async function readCommandLine(
  typed: readonly string[],
  commands: readonly AnyCommand[],
  run: RunCommand,
): Promise<void> {
  let named: NamedCommand = { name: "varsync", wants: "<command>", isGroup: true };
  const words = afterDoubleDash(typed);
  const parser = yargs([...words])
    .scriptName("varsync")
    .locale("en")
    .usage("$0 <command>: keeps the licenses on innovaphone boxes in step with a license pool")
    .option("config", { type: "string", global: true, requiresArg: true, describe: "configuration file" })
    .option("json", { type: "boolean", global: true, default: false, describe: "one JSON document on stdout" })
    .option("log-level", { choices: logLevels, global: true, requiresArg: true, describe: "logs on stderr" })
    .parserConfiguration({
      "duplicate-arguments-array": true,
      "parse-numbers": false,
      "parse-positional-numbers": false,
    })
    .strict()
    .demandCommand(1, nameOne(named.name))
    .check(givenOnce, true)
    .recommendCommands()
    .version(version())
    .wrap(Math.min(110, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // What a command throws comes without a message.
      if (error !== undefined && message === null && error.name !== "YError") throw error;
      const plain = parser.parsed ? parser.parsed.argv._.map(String) : [];
      throw new UsageError(explainUsage(error?.message ?? message ?? "wrong command line", named, { words, plain }));
    });
  const add = (to: Argv, above: string, command: AnyCommand): void => {
    const [word, ...wants] = command.command.split(" ");
    const name = `${above} ${word}`;
    const { subcommands } = command;
    to.command({
      command: command.command,
      describe: command.describe,
      builder: (yargs: Argv) => {
        named = { name, wants: wants.join(" "), isGroup: subcommands !== undefined };
        if (subcommands === undefined) return command.builder(yargs);
        for (const below of subcommands) add(yargs, name, below);
        return yargs.demandCommand(1, nameOne(name));
      },
      handler: (args) => (subcommands === undefined ? run(command, args) : undefined),
    });
  };
  for (const command of commands) add(parser, named.name, command);
  await parser.parseAsync();
}

function nameOne(above: string): string {
  return `name a command; ${above} --help lists them`;
}
