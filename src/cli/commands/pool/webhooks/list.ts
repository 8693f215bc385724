import { defineCommand } from "../../../command.ts";
import { showOutbox } from "../../../outbox/show-outbox.ts";
import { withPool } from "../with-pool.ts";

/** `varsync pool webhooks list` */
export const webhooksListCommand = defineCommand({
  command: "list",
  describe: "messages that wait for another try, and those that were given up",
  builder: (yargs) => yargs,
  run: (_args, context) => withPool(context, ({ db }) => showOutbox(context, db.$pickTables<"webhook_delivery">())),
});
