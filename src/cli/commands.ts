import type { Command } from "./command.ts";
import { configCommand } from "./commands/config.ts";

/** Every command, in the order of `--help`. Their modules are cheap; what a command needs it imports when it runs. */
export const commands = [configCommand] as unknown as readonly Command[];
