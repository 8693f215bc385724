import { defineCommand } from "../../../command.ts";
import { retryOutbox } from "../../../outbox/retry-outbox.ts";
import { withPool } from "../with-pool.ts";

/** `varsync pool webhooks retry` */
export const webhooksRetryCommand = defineCommand({
  command: "retry [id..]",
  describe: "have messages tried again: those named, else all",
  builder: (yargs) => yargs.positional("id", { type: "string", array: true, default: [], describe: "from the list" }),
  run: ({ id }, context) =>
    withPool(context, ({ db }) => retryOutbox(context, db.$pickTables<"webhook_delivery">(), id)),
});
