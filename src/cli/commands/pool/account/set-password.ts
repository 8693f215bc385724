import { defineCommand } from "../../../command.ts";
import { UsageError } from "../../../usage/usage-error.ts";
import { passwordFileOption, passwordFor } from "../password-option.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account set-password` */
export const accountSetPasswordCommand = defineCommand({
  command: "set-password <email>",
  describe: "a new password: the operator's for anybody, at a server one's own with the old one; other sessions end",
  builder: (yargs) =>
    yargs
      .positional("email", { type: "string", demandOption: true })
      .option("password-file", passwordFileOption)
      .option("old-password-file", {
        ...passwordFileOption,
        describe: "at a server: a file with the old password; else it is asked for",
      }),
  async run({ email, passwordFile, oldPasswordFile }, context) {
    const { setPassword } = await import("../../../../pool/operations/set-password.ts");
    const { changePassword } = await import("../../../../pool/operations/change-password.ts");
    const { showCaller } = await import("../../../../pool/operations/show-caller.ts");
    return withManager(context, {}, async (manager) => {
      const { name, roles } = await manager.call(showCaller, {});
      const byOperator = roles.includes("operator");
      if (!byOperator && name !== email.trim().toLowerCase()) {
        const who = name === "anyone" ? "nobody is logged in" : `${name} is logged in`;
        throw new UsageError(`${who}: at a server, everybody sets only her own password`);
      }
      const oldPassword = byOperator ? "" : await passwordFor(context, `${email}, the old one`, oldPasswordFile);
      const password = await passwordFor(context, `${email}, the new one`, passwordFile);
      const done = byOperator
        ? await manager.call(setPassword, { email, password })
        : await manager.call(changePassword, { oldPassword, password });
      if (context.json) context.out.document({ email: done.email });
      else {
        const ended = byOperator ? "and is logged out everywhere" : "and all other sessions ended";
        context.out.text(`${done.email} has a new password, ${ended}.`);
      }
      return 0;
    });
  },
});
