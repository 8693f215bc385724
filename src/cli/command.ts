import type { ArgumentsCamelCase, Argv } from "yargs";
import type { CommandContext } from "./command-context.ts";

/** One command of `varsync`. Its module must be cheap to load: what `run` needs it imports itself. */
export interface Command<A = unknown> {
  /** As yargs wants it: `plan [target..]`. */
  readonly command: string | readonly string[];
  readonly describe: string;
  readonly builder: (yargs: Argv) => Argv<A>;
  /** Answers the exit code. Errors are thrown, and told in one place. */
  run(args: ArgumentsCamelCase<A>, context: CommandContext): Promise<number>;
}

/** Lets TypeScript infer the arguments of `run` from `builder`. */
export function defineCommand<A>(command: Command<A>): Command<A> {
  return command;
}
