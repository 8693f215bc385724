import { defineCommand } from "../../command.ts";
import { showCopied } from "./show-copied.ts";

/** `varsync pool copy` */
export const copyCommand = defineCommand({
  command: "copy",
  describe: "copy a pool into a database that has none, and prove that nothing changed",
  builder: (yargs) => {
    const database = { type: "string", demandOption: true, requiresArg: true } as const;
    return yargs
      .option("from", { ...database, describe: "path of a SQLite file, or postgres://…" })
      .option("to", { ...database, describe: "path of a SQLite file, or postgres://…" });
  },
  async run({ from, to }, context) {
    const { copyPool } = await import("../../../pool/copy/copy-pool.ts");
    const { databaseName } = await import("../../../store/postgres-address.ts");
    return showCopied(context, await copyPool(from, to, context.signal), databaseName(to));
  },
});
