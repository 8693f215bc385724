import { defineCommand } from "../../../command.ts";
import { passwordFileOption, passwordFor } from "../password-option.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account set-password` */
export const accountSetPasswordCommand = defineCommand({
  command: "set-password <email>",
  describe: "a new password for a person, who is logged out everywhere",
  builder: (yargs) =>
    yargs.positional("email", { type: "string", demandOption: true }).option("password-file", passwordFileOption),
  async run({ email, passwordFile }, context) {
    const { setPassword } = await import("../../../../pool/operations/set-password.ts");
    return withManager(context, {}, async (manager) => {
      const password = await passwordFor(context, email, passwordFile);
      const done = await manager.call(setPassword, { email, password });
      if (context.json) context.out.document({ email: done.email });
      else context.out.text(`${done.email} has a new password, and is logged out everywhere.`);
      return 0;
    });
  },
});
