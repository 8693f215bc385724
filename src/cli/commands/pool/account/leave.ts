import { defineCommand } from "../../../command.ts";
import { withAccount, withManager } from "../with-pool.ts";

/** `varsync pool account leave` */
export const accountLeaveCommand = defineCommand({
  command: "leave [email]",
  describe: "work for the account no longer; an owner, or the database's operator, may name somebody else",
  builder: (yargs) => withAccount(yargs).positional("email", { type: "string" }),
  async run({ email, account }, context) {
    const { leaveAccount } = await import("../../../../pool/operations/leave-account.ts");
    return withManager(context, { account }, async (manager) => {
      await manager.call(leaveAccount, { email });
      if (context.json) context.out.document({ left: true });
      else context.out.text(`${email ?? "Whoever is logged in"} works for the account no longer.`);
      return 0;
    });
  },
});
