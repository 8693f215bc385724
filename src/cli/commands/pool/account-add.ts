import { defineCommand } from "../../command.ts";
import { withPool } from "./with-pool.ts";

/** `varsync pool account add` */
export const accountAddCommand = defineCommand({
  command: "account <action> <email>",
  describe: "add an account; whoever can open the database is its operator",
  builder: (yargs) =>
    yargs
      .positional("action", { choices: ["add"] as const, demandOption: true })
      .positional("email", { type: "string", demandOption: true })
      .option("name", { type: "string", demandOption: true, requiresArg: true, describe: "the person or company" })
      .option("issuer", { type: "boolean", default: false, describe: "may make activation keys" })
      .option("password-file", {
        type: "string",
        requiresArg: true,
        describe: "a file with the password; else it is asked for",
      }),
  async run(args, context) {
    const { readSecret } = await import("../../../config/secret.ts");
    const { addAccount } = await import("../../../pool/access/add-account.ts");
    const { email, name, issuer, passwordFile } = args;
    return withPool(context, async (pool) => {
      const password =
        passwordFile === undefined
          ? await context.askPassword(`Password for ${email}`)
          : await readSecret({ file: passwordFile });
      const account = await addAccount(pool, { email, name, password, role: issuer ? "issuer" : "reseller" });
      if (context.json) context.out.document({ account });
      else context.out.text(`Added the ${account.role} account ${account.email} (${account.name}).`);
      return 0;
    });
  },
});
