import type { AnyCommand } from "./command.ts";
import { configCommand } from "./commands/config.ts";
import { poolCommand } from "./commands/pool.ts";

/** Every command, in the order of `--help`. Their modules are cheap; what a command needs it imports when it runs. */
export const commands: readonly AnyCommand[] = [configCommand, poolCommand];
