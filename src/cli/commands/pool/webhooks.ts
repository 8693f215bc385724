import { defineCommand } from "../../command.ts";
import { outboxCommands } from "../../outbox/outbox-commands.ts";
import { UsageError } from "../../usage-error.ts";
import { withPool } from "./with-pool.ts";

/** `varsync pool webhooks …` */
export const webhooksCommand = defineCommand({
  command: "webhooks",
  describe: "messages of the pool server that were not delivered yet",
  subcommands: outboxCommands((context, work) =>
    withPool(context, ({ db }) => work(db.$pickTables<"webhook_delivery">())),
  ),
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync pool webhooks --help lists it")),
});
