import { readFile } from "node:fs/promises";
import { defineCommand } from "../../command.ts";
import { showLicenseKeys } from "./show-license-keys.ts";
import { withAccount, withManager } from "./with-pool.ts";

/** `varsync pool import` */
export const importCommand = defineCommand({
  command: "import <file..>",
  describe: "take license files that the vendor issued into the inventory, all or none",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("file", { type: "string", array: true, demandOption: true, describe: "as the vendor issued it" })
      .option("request-id", {
        type: "string",
        requiresArg: true,
        describe: "the same id gives the same answer, however often",
      }),
  async run({ file: names, account, requestId }, context) {
    const { importLicenseFiles } = await import("../../../pool/operations/import-license-files.ts");
    const files = await Promise.all(
      [...new Set(names)].map(async (name) => ({ name, content: await readFile(name, "base64") })),
    );
    return withManager(context, { account }, async (manager) => {
      const { imported, known } = await manager.call(importLicenseFiles, { files, requestId });
      if (context.json) {
        context.out.document({ imported, known });
        return 0;
      }
      if (imported.length > 0) await showLicenseKeys(context, imported);
      const counts = [`${imported.length} license keys imported`];
      if (known.length > 0) counts.push(`${known.length} were in the pool already`);
      context.out.text(`${counts.join(", ")}.`);
      return 0;
    });
  },
});
