import { defineCommand } from "../../../command.ts";
import { withAccount, withManager } from "../with-pool.ts";

/** `varsync pool token revoke` */
export const tokenRevokeCommand = defineCommand({
  command: "revoke <id>",
  describe: "from now on the token is worth nothing",
  builder: (yargs) => withAccount(yargs).positional("id", { type: "string", demandOption: true }),
  async run({ id, account }, context) {
    const { revokeToken } = await import("../../../../pool/operations/revoke-token.ts");
    return withManager(context, { account }, async (manager) => {
      const { tokens } = await manager.call(revokeToken, { id });
      if (context.json) context.out.document({ tokens });
      else context.out.text(`Revoked ${tokens.map((token) => token.name).join(", ")}.`);
      return 0;
    });
  },
});
