import { resolve } from "node:path";
import { defineCommand } from "../../command.ts";
import { showCopied } from "./show-copied.ts";
import { withPool } from "./with-pool.ts";

/** `varsync pool backup` */
export const backupCommand = defineCommand({
  command: "backup <file>",
  describe: "write the pool, as it is now, into a new SQLite file; others may go on working with it",
  builder: (yargs) =>
    yargs.positional("file", { type: "string", demandOption: true, describe: "a file that is not there yet" }),
  async run({ file }, context) {
    const { backupPool } = await import("../../../pool/copy/backup-pool.ts");
    return withPool(context, async (pool) =>
      showCopied(context, await backupPool(pool, resolve(file), context.signal), file),
    );
  },
});
