import { defineCommand } from "../../../command.ts";
import { everyItem } from "../every-page.ts";
import { withManager } from "../with-pool.ts";

/** `varsync pool account list` */
export const accountListCommand = defineCommand({
  command: "list",
  describe: "accounts, and who works for them",
  builder: (yargs) => yargs,
  async run(_args, context) {
    const { listAccounts } = await import("../../../../pool/operations/list-accounts.ts");
    return withManager(context, {}, async (manager) => {
      const accounts = await everyItem(
        (page) => manager.call(listAccounts, page),
        (page) => page.accounts,
      );
      if (context.json) context.out.document({ accounts });
      else if (accounts.length === 0) context.out.text("There is no account; varsync pool account add makes one.");
      else {
        const headings = ["Account", "Name", "Role", "State", "People"];
        const rows = accounts.map(({ email, name, role, disabledAt, people }) => [
          email,
          name,
          role,
          disabledAt === undefined ? "" : "disabled",
          people.map((person) => `${person.email} (${person.role})`).join(", "),
        ]);
        await context.out.table(
          headings.map((heading) => ({ heading })),
          rows,
        );
      }
      return 0;
    });
  },
});
