import { defineCommand } from "../../../command.ts";
import { everyItem } from "../every-page.ts";
import { withAccount, withManager } from "../with-pool.ts";

/** `varsync pool token list` */
export const tokenListCommand = defineCommand({
  command: "list",
  describe: "the account's tokens for agents",
  builder: withAccount,
  async run(args, context) {
    const { listTokens } = await import("../../../../pool/operations/list-tokens.ts");
    return withManager(context, args, async (manager) => {
      const tokens = await everyItem(
        (page) => manager.call(listTokens, page),
        (page) => page.tokens,
      );
      if (context.json) context.out.document({ tokens });
      else if (tokens.length === 0) context.out.text("There is no token; varsync pool token create makes one.");
      else {
        const rows = tokens.map((token) => [
          token.id,
          token.name,
          token.scopes.join(","),
          token.site ?? token.serials?.join(", ") ?? "",
          token.perBox === undefined ? "" : `${token.perBox} a box, ${token.perDay} a day`,
          token.revokedAt === undefined ? token.expiresAt : "revoked",
        ]);
        const headings = ["Id", "Name", "Scopes", "For", "Budget", "Until"];
        await context.out.table(
          headings.map((heading) => ({ heading })),
          rows,
        );
      }
      return 0;
    });
  },
});
