import { defineCommand } from "../command.ts";
import { outboxCommands } from "../outbox/outbox-commands.ts";
import { withJournal } from "../site/with-journal.ts";
import { UsageError } from "../usage-error.ts";

/** `varsync webhooks …` */
export const webhooksCommand = defineCommand({
  command: "webhooks",
  describe: "messages to webhooks and by mail that were not delivered yet",
  subcommands: outboxCommands((context, work) => withJournal(context, ({ journal }) => work(journal.outbox))),
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync webhooks --help lists it")),
});
