import { defineCommand } from "../../command.ts";
import { UsageError } from "../../usage-error.ts";
import { webhooksListCommand } from "./webhooks/list.ts";
import { webhooksRetryCommand } from "./webhooks/retry.ts";

/** `varsync pool webhooks …` */
export const webhooksCommand = defineCommand({
  command: "webhooks",
  describe: "messages of the pool server that were not delivered yet",
  subcommands: [webhooksListCommand, webhooksRetryCommand],
  builder: (yargs) => yargs,
  run: () => Promise.reject(new UsageError("name what to do; varsync pool webhooks --help lists it")),
});
