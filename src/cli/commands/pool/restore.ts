import { resolve } from "node:path";
import { defineCommand } from "../../command.ts";
import { showCopied } from "./show-copied.ts";
import { configuredDatabase } from "./with-pool.ts";

/** `varsync pool restore` */
export const restoreCommand = defineCommand({
  command: "restore <file>",
  describe: "put a backup in place of the pool; what was there is kept in a file of its own",
  builder: (yargs) =>
    yargs
      .positional("file", { type: "string", demandOption: true, describe: "what pool backup wrote" })
      .option("yes", { type: "boolean", default: false, describe: "also where there is a pool already" }),
  async run({ file, yes }, context) {
    const { restorePool } = await import("../../../pool/copy/restore-pool.ts");
    const { entry, config } = await configuredDatabase(context);
    const { signal } = context;
    const restored = await restorePool({
      backup: resolve(file),
      database: await entry.address(),
      folder: config.stateDir,
      overwrite: yes,
      signal,
    });
    return showCopied(context, restored, "the pool");
  },
});
