import { defineCommand } from "../../../command.ts";
import { withAccount, withManager } from "../with-pool.ts";

/** `varsync pool account invite` */
export const accountInviteCommand = defineCommand({
  command: "invite <email>",
  describe: "invite somebody to work for the account: a code that counts once, for a week",
  builder: (yargs) =>
    withAccount(yargs)
      .positional("email", { type: "string", demandOption: true })
      .option("role", {
        choices: ["owner", "member", "auditor"] as const,
        default: "member" as const,
        describe: "an owner also invites; an auditor only reads",
      }),
  async run({ email, role, account }, context) {
    const { invitePerson } = await import("../../../../pool/operations/invite-person.ts");
    return withManager(context, { account }, async (manager) => {
      const invitation = await manager.call(invitePerson, { email, role });
      if (context.json) context.out.document(invitation);
      else {
        const { code, expiresAt } = invitation;
        context.out.text(`For ${invitation.email}, until ${expiresAt}:\n\n  varsync pool account join ${code}\n`);
      }
      return 0;
    });
  },
});
