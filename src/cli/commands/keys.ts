import { defineCommand } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { keysImportCommand } from "./keys/import.ts";
import { keysRequestCommand } from "./keys/request.ts";

/** `varsync keys …`: for sites that have no way to their pool. */
export const keysCommand = defineCommand({
  command: "keys",
  describe: "a site without a way to its pool: ask for keys by file, take the answer",
  subcommands: [keysRequestCommand, keysImportCommand],
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync keys --help lists it")),
});
