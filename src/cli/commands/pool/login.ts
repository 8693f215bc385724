import { defineCommand } from "../../command.ts";
import { passwordFileOption, passwordFor } from "./password-option.ts";
import { withStranger } from "./with-pool.ts";

/** `varsync pool login` */
export const loginCommand = defineCommand({
  command: "login <email>",
  describe: "begin a session at the pool server; it is kept in pool.tokenFile",
  builder: (yargs) =>
    yargs.positional("email", { type: "string", demandOption: true }).option("password-file", passwordFileOption),
  async run({ email, passwordFile }, context) {
    const { beginSession } = await import("../../../pool/operations/begin-session.ts");
    const { writeFileWhole } = await import("../../write-file-whole.ts");
    return withStranger(context, async (manager, { tokenFile }) => {
      const password = await passwordFor(context, email, passwordFile);
      const { token, expiresAt } = await manager.call(beginSession, { email, password });
      writeFileWhole(tokenFile, `${token}\n`, { overwrite: true });
      if (context.json) context.out.document({ email, tokenFile, expiresAt });
      else context.out.text(`Logged in until ${expiresAt}; the session is kept in ${tokenFile}.`);
      return 0;
    });
  },
});
