import type { CommandGroup } from "../../command.ts";
import { outboxCommands } from "../../outbox/outbox-commands.ts";
import { withPool } from "./with-pool.ts";

/** `varsync pool webhooks …` */
export const webhooksCommand: CommandGroup = {
  command: "webhooks",
  describe: "messages of the pool server that were not delivered yet",
  subcommands: outboxCommands((context, work) =>
    withPool(context, ({ db }) => work(db.$pickTables<"webhook_delivery">())),
  ),
};
