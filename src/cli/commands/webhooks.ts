import type { CommandGroup } from "../command.ts";
import { outboxCommands } from "../outbox/outbox-commands.ts";
import { withJournal } from "../site/with-journal.ts";

/** `varsync webhooks …` */
export const webhooksCommand: CommandGroup = {
  command: "webhooks",
  describe: "messages to webhooks and by mail that were not delivered yet",
  subcommands: outboxCommands((context, work) => withJournal(context, ({ journal }) => work(journal.outbox))),
};
