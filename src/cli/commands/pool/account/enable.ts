import { defineCommand } from "../../../command.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account enable` */
export const accountEnableCommand = defineCommand({
  command: "enable <email>",
  describe: "let in again what was disabled",
  builder: (yargs) => yargs.positional("email", { type: "string", demandOption: true }),
  async run({ email }, context) {
    const { enableAccount } = await import("../../../../pool/operations/enable-account.ts");
    return withManager(context, {}, async (manager) => {
      const { enabled } = await manager.call(enableAccount, { email });
      if (context.json) context.out.document({ enabled });
      else context.out.text(`${enabled} is enabled.`);
      return 0;
    });
  },
});
