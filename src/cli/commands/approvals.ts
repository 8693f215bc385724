import { defineCommand } from "../command.ts";
import { withJournal } from "../site/with-journal.ts";

/** `varsync approvals` */
export const approvalsCommand = defineCommand({
  command: "approvals",
  describe: "what waits for a person's yes, and until when",
  builder: (yargs) => yargs,
  async run(_, context) {
    const { approvalsDocument, showApprovals } = await import("../approval/show-approvals.ts");
    return withJournal(context, async ({ journal, now }) => {
      const open = await journal.approvals.open(now);
      if (context.json) context.out.document(approvalsDocument(open));
      else await showApprovals(context, open);
      return 0;
    });
  },
});
