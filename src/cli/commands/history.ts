import type { JournalEntry } from "../../agent/journal/entries.ts";
import { defineCommand } from "../command.ts";
import { parseCount } from "../parse-count.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync history` */
export const historyCommand = defineCommand({
  command: "history [target]",
  describe: "what was intended, done and seen, oldest first",
  builder: (yargs) =>
    yargs
      .positional("target", { type: "string", describe: "address or serial number; none = every box" })
      .option("limit", { type: "string", default: "200", requiresArg: true, describe: "the newest so many entries" }),
  async run({ target, limit }, context) {
    const { parseTarget } = await import("../site/parse-target.ts");
    return withSite(context, { keys: false }, async ({ site }) => {
      const box = target === undefined ? undefined : parseTarget(target, site);
      const filter = box === undefined ? {} : "serial" in box ? box : { address: box.endpoint.address };
      const entries = await site.journal.entries.list({ ...filter, limit: parseCount(limit, "--limit") });
      if (context.json) context.out.document({ entries });
      else if (entries.length === 0) context.out.text("The journal has no entry yet.");
      else {
        const columns = ["Time (UTC)", "Box", "What", "", "Detail"].map((heading) => ({ heading }));
        await context.out.table(columns, entries.map(toRow));
      }
      return 0;
    });
  },
});

function toRow({ at, serial, address, action, phase, detail }: JournalEntry): string[] {
  const facts = typeof detail === "object" && detail !== null ? Object.entries(detail) : [];
  const text = facts.map(
    ([name, value]) =>
      `${name}: ${typeof value === "string" ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value)}`,
  );
  return [at.slice(0, 19).replace("T", " "), serial ?? address ?? "", action, phase, text.join("; ").slice(0, 160)];
}
