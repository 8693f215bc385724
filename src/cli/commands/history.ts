import type { JournalEntry } from "../../agent/journal/entries.ts";
import { journalActions } from "../../agent/journal/journal-action.ts";
import { defineCommand } from "../command.ts";
import { parseCount } from "../parse-count.ts";
import { parseSince } from "../parse-since.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync history` */
export const historyCommand = defineCommand({
  command: "history [target]",
  describe: "what was intended, done and seen, oldest first",
  builder: (yargs) =>
    yargs
      .positional("target", { type: "string", describe: "address or serial number; none = every box" })
      .option("since", { type: "string", requiresArg: true, describe: "not older: 2026-05-01, or 12h, 7d" })
      .option("action", { choices: journalActions, array: true, requiresArg: true, describe: "only this" })
      .option("failed", { type: "boolean", default: false, describe: "only what failed" })
      .option("limit", { type: "string", default: "200", requiresArg: true, describe: "the newest so many entries" }),
  async run({ target, limit, since, action, failed }, context) {
    const { isKnown, unknownBox } = await import("../../agent/reconcile/unknown-box.ts");
    const { parseTarget } = await import("../site/parse-target.ts");
    return withSite(context, { keys: false }, async ({ site }) => {
      const box = target === undefined ? undefined : parseTarget(target, site);
      const filter = box === undefined ? {} : "serial" in box ? box : { address: box.endpoint.address };
      const asked = since !== undefined || action !== undefined || failed;
      const { list } = site.journal.entries;
      const entries = await list({
        ...filter,
        since: since === undefined ? undefined : parseSince(since, site.clock.now()),
        actions: action,
        phases: failed ? ["failed"] : undefined,
        limit: parseCount(limit, "--limit", { from: 1, to: 1e12 }),
      });
      if (entries.length === 0 && box !== undefined && !(await isKnown(site, box))) {
        const ever = await list({ ...filter, limit: 1 });
        if (ever.length === 0) throw unknownBox(box);
      }
      if (context.json) context.out.document({ entries });
      else if (entries.length === 0)
        context.out.text(asked ? "The journal has no such entry." : "The journal has no entry yet.");
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
