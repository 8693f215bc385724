import type { ArgumentsCamelCase, Argv } from "yargs";
import type { CommandContext } from "./command-context.ts";

/** One command of `varsync`. Its module must be cheap to load: what `run` needs it imports itself. */
export interface Command<A = unknown> {
  /** As yargs wants it: `plan [target..]`. */
  readonly command: string;
  readonly describe: string;
  readonly builder: (yargs: Argv) => Argv<A>;
  /** It runs until it is told to stop: that is no interruption. */
  readonly service?: boolean;
  readonly subcommands?: undefined;
  /** Answers the exit code. Errors are thrown, and told in one place. */
  run(args: ArgumentsCamelCase<A>, context: CommandContext): Promise<number>;
}

/** A word that only names what the commands below it are about: `pool`, and below it `account`. */
export interface CommandGroup {
  readonly command: string;
  readonly describe: string;
  readonly subcommands: readonly AnyCommand[];
}

/** A command whose arguments only yargs knows: they were checked by what its builder says. */
export type RunnableCommand = Omit<Command, "run"> & { run(args: never, context: CommandContext): Promise<number> };

export type AnyCommand = RunnableCommand | CommandGroup;

/** Lets TypeScript infer the arguments of `run` from `builder`. */
export function defineCommand<A>(command: Command<A>): Command<A> {
  return command;
}
