import type { Approval } from "../../agent/journal/approvals.ts";
import { defineCommand } from "../command.ts";
import { withJournal } from "../site/with-journal.ts";
import { UsageError } from "../usage/usage-error.ts";

/** `varsync decline` */
export const declineCommand = defineCommand({
  command: "decline <id..>",
  describe: "say no to what waits for a person; the same is not asked for again",
  builder: (yargs) =>
    yargs
      .positional("id", { type: "string", array: true, demandOption: true, describe: "as varsync approvals lists it" })
      .option("why", {
        type: "string",
        requiresArg: true,
        demandOption: true,
        describe: "the reason, for the journal",
      }),
  async run({ id: ids, why }, context) {
    if (why.trim() === "") throw new UsageError("--why wants a reason");
    const { approvalsDocument } = await import("../approval/show-approvals.ts");
    const { findOpen } = await import("../approval/find-open.ts");
    const { decide } = await import("../approval/decide.ts");
    return withJournal(context, async ({ journal, now }) => {
      const declined: Approval[] = [];
      for (const open of await findOpen(journal.approvals, ids, now)) {
        declined.push(await decide(journal, open, { verdict: "declined", reason: why.trim() }, now));
      }
      if (context.json) context.out.document(approvalsDocument(declined));
      else for (const { id, serial } of declined) context.out.text(`Declined ${id} for ${serial}.`);
      return 0;
    });
  },
});
