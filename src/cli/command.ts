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
  /** Commands below this one, `account` below `pool`. */
  readonly subcommands?: readonly AnyCommand[];
  /** Answers the exit code. Errors are thrown, and told in one place. */
  run(args: ArgumentsCamelCase<A>, context: CommandContext): Promise<number>;
}

/** A command whose arguments only yargs knows: they were checked by what its builder says. */
export type AnyCommand = Omit<Command, "run"> & { run(args: never, context: CommandContext): Promise<number> };

/** Lets TypeScript infer the arguments of `run` from `builder`. */
export function defineCommand<A>(command: Command<A>): Command<A> {
  return command;
}
