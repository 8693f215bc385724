import type { CommandGroup } from "../command.ts";
import { keysImportCommand } from "./keys/import.ts";
import { keysRequestCommand } from "./keys/request.ts";

/** `varsync keys …`: for sites that have no way to their pool. */
export const keysCommand: CommandGroup = {
  command: "keys",
  describe: "a site without a way to its pool: ask for keys by file, take the answer",
  subcommands: [keysRequestCommand, keysImportCommand],
};
