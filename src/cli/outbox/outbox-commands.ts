import type { Kysely } from "kysely";
import type { DeliveryTables } from "../../webhook/delivery-table.ts";
import { type AnyCommand, defineCommand } from "../command.ts";
import type { CommandContext } from "../command-context.ts";

/** Opens the database that the outbox lies in, and closes it after the work. */
export type WithOutbox = (
  context: CommandContext,
  work: (outbox: Kysely<DeliveryTables>) => Promise<number>,
) => Promise<number>;

/** `list` and `retry`, below whatever command names the outbox. */
export function outboxCommands(withOutbox: WithOutbox): readonly AnyCommand[] {
  const list = defineCommand({
    command: "list",
    describe: "messages that wait for another try, and those that were given up",
    builder: (yargs) => yargs,
    async run(_args, context) {
      const { showOutbox } = await import("./show-outbox.ts");
      return withOutbox(context, (outbox) => showOutbox(context, outbox));
    },
  });
  const retry = defineCommand({
    command: "retry [id..]",
    describe: "have messages that were given up tried again",
    builder: (yargs) =>
      yargs
        .positional("id", { type: "string", array: true, default: [], describe: "as list shows it" })
        .option("all", { type: "boolean", default: false, describe: "all that were given up" })
        .check(({ id, all }) => {
          if (all === id.length > 0) throw new Error("name messages, or --all");
          return true;
        }),
    async run({ id, all }, context) {
      const { retryOutbox } = await import("./retry-outbox.ts");
      return withOutbox(context, (outbox) => retryOutbox(context, outbox, all ? "all" : id));
    },
  });
  return [list, retry];
}
