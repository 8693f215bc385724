import { readFile } from "node:fs/promises";
import { defineCommand } from "../../command.ts";

/** `varsync keys import` */
export const keysImportCommand = defineCommand({
  command: "import <file>",
  describe: "take the signed answer of the pool; apply then delivers its keys",
  builder: (yargs) =>
    yargs.positional("file", { type: "string", demandOption: true, describe: "what varsync pool answer wrote" }),
  async run({ file }, context) {
    const { answerStore } = await import("../../../agent/keys/answers/answer-store.ts");
    const text = await readFile(file, "utf8");
    const config = await context.config();
    const at = { site: config.site, now: new Date() };
    const { answer, publicKey, first } = await answerStore(config.stateDir).take(text, file, at);
    const imported = answer.licenseKeys.map(({ line, ...key }) => key);
    if (context.json) context.out.document({ imported, signer: publicKey });
    else {
      context.out.text(`Took ${imported.length} license keys; varsync apply delivers them.`);
      if (first) context.out.text(`From now on only answers of this pool are taken: ${publicKey}`);
    }
    return 0;
  },
});
