import { defineCommand } from "../../../command.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account disable` */
export const accountDisableCommand = defineCommand({
  command: "disable <email>",
  describe: "shut out an account, with its people and tokens, and the person of that address",
  builder: (yargs) => yargs.positional("email", { type: "string", demandOption: true }),
  async run({ email }, context) {
    const { disableAccount } = await import("../../../../pool/operations/disable-account.ts");
    return withManager(context, {}, async (manager) => {
      const { disabled } = await manager.call(disableAccount, { email });
      if (context.json) context.out.document({ disabled });
      else context.out.text(`${disabled} is disabled.`);
      return 0;
    });
  },
});
