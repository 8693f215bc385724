import { defineCommand } from "../../../command.ts";
import { passwordFileOption, passwordFor } from "../password-option.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account join` */
export const accountJoinCommand = defineCommand({
  command: "join <code>",
  describe: "work for the account that invited you",
  builder: (yargs) =>
    yargs
      .positional("code", { type: "string", demandOption: true })
      .option("name", { type: "string", requiresArg: true, describe: "your name, if you have no login yet" })
      .option("accept-agreement", { type: "boolean", default: false, describe: "accept the license agreement" })
      .option("password-file", passwordFileOption),
  async run({ code, name, acceptAgreement, passwordFile }, context) {
    const { joinAccount } = await import("../../../../pool/operations/join-account.ts");
    const { showAgreement } = await import("../../../../pool/operations/show-agreement.ts");
    return withManager(context, {}, async (manager) => {
      const password = name === undefined ? undefined : await passwordFor(context, name, passwordFile);
      const agreement = acceptAgreement ? (await manager.call(showAgreement, {})).version : undefined;
      const { account } = await manager.call(joinAccount, { code, name, password, agreement });
      if (context.json) context.out.document({ account });
      else context.out.text(`Works for ${account.email} (${account.name}) from now on.`);
      return 0;
    });
  },
});
