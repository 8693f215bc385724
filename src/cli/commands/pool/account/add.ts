import { defineCommand } from "../../../command.ts";
import { passwordFileOption, passwordFor } from "../password-option.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account add` */
export const accountAddCommand = defineCommand({
  command: "add <email>",
  describe: "add an account; whoever can open the database is its operator",
  builder: (yargs) =>
    yargs
      .positional("email", { type: "string", demandOption: true })
      .option("name", { type: "string", demandOption: true, requiresArg: true, describe: "the person or company" })
      .option("issuer", { type: "boolean", default: false, describe: "may make activation keys" })
      .option("auditor-of", { type: "string", requiresArg: true, describe: "only reads this account" })
      .option("password-file", passwordFileOption)
      .check(({ issuer, auditorOf }) => {
        if (issuer && auditorOf !== undefined) throw new Error("--issuer and --auditor-of exclude each other");
        return true;
      }),
  async run({ email, name, issuer, auditorOf, passwordFile }, context) {
    const { addAccount } = await import("../../../../pool/operations/add-account.ts");
    const { addAuditor } = await import("../../../../pool/operations/add-auditor.ts");
    return withManager(context, {}, async (manager) => {
      const person = { email, name, password: await passwordFor(context, email, passwordFile) };
      const { account } =
        auditorOf === undefined
          ? await manager.call(addAccount, { ...person, role: issuer ? "issuer" : "reseller" })
          : await manager.call(addAuditor, { ...person, auditorOf });
      if (context.json) context.out.document({ account });
      else if ("auditorOf" in account) context.out.text(`${account.email} may read the account ${account.auditorOf}.`);
      else context.out.text(`Added the ${account.role} account ${account.email} (${account.name}).`);
      return 0;
    });
  },
});
