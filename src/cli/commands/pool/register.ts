import { defineCommand } from "../../command.ts";
import { passwordFileOption, passwordFor } from "./password-option.ts";
import { withStranger } from "./with-pool.ts";

/** `varsync pool register` */
export const registerCommand = defineCommand({
  command: "register <email>",
  describe: "a new account at the pool server, for who accepts its license agreement",
  builder: (yargs) =>
    yargs
      .positional("email", { type: "string", demandOption: true })
      .option("name", { type: "string", demandOption: true, requiresArg: true, describe: "the person or company" })
      .option("accept-agreement", {
        type: "boolean",
        default: false,
        describe: "you read and accept what varsync pool agreement shows",
      })
      .option("password-file", passwordFileOption),
  async run({ email, name, acceptAgreement, passwordFile }, context) {
    const { registerAccount } = await import("../../../pool/operations/register-account.ts");
    const { showAgreement } = await import("../../../pool/operations/show-agreement.ts");
    return withStranger(context, async (manager) => {
      const password = await passwordFor(context, email, passwordFile);
      const agreement = acceptAgreement ? (await manager.call(showAgreement, {})).version : undefined;
      const { account } = await manager.call(registerAccount, { email, name, password, agreement });
      if (context.json) context.out.document({ account });
      else
        context.out.text(`Registered ${account.email}, unless it had an account before; varsync pool login goes on.`);
      return 0;
    });
  },
});
