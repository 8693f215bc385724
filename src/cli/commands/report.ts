import { defineCommand } from "../command.ts";
import { exitCode } from "../exit-code.ts";
import { nameJson } from "../show/name-json.ts";
import { withSite } from "../site/with-site.ts";

/** `varsync report` */
export const reportCommand = defineCommand({
  command: "report",
  describe: "all licenses of the site, pool and box side by side; reads every enrolled box, changes nothing",
  builder: (yargs) =>
    yargs
      .option("csv", { type: "string", requiresArg: true, describe: "write it to this file, for a spreadsheet" })
      .option("html", { type: "string", requiresArg: true, describe: "write it to this file, to print or to send" }),
  async run({ csv, html }, context) {
    const { reportSite } = await import("../../agent/reconcile/report-site.ts");
    const { reportColumns } = await import("../report/report-columns.ts");
    const { writeOutput } = await import("../write-file-whole.ts");
    return withSite(context, { keys: true }, async ({ site }) => {
      const onBox = (done: number, total: number) => context.progress.show(`reading boxes: ${done} of ${total}`);
      const { rows, errors } = await reportSite(site, { onBox }, context.signal);
      context.progress.stop();
      const unread = errors.map(({ serial, address, message }) => `${serial ?? address} could not be read: ${message}`);
      if (csv !== undefined) {
        const { reportCsv } = await import("../report/report-csv.ts");
        writeOutput(csv, reportCsv(rows), { overwrite: true });
      }
      if (html !== undefined) {
        const { reportHtml } = await import("../report/report-html.ts");
        writeOutput(html, reportHtml(site.name, rows, unread, site.clock.now()), { overwrite: true });
      }
      const { out } = context;
      if (context.json) out.document({ rows, errors: errors.map((error) => ({ ...nameJson(error), ...error })) });
      else if (csv !== undefined || html !== undefined) {
        out.text(`${rows.length} licenses written to ${[csv, html].filter(Boolean).join(" and ")}.`);
      } else if (rows.length === 0) out.text("No enrolled box has a license, and none waits for one.");
      else {
        const cells = rows.map((row) => reportColumns.map(([key]) => String(row[key] ?? "")));
        await out.table(
          reportColumns.map(([, heading]) => ({ heading })),
          cells,
        );
      }
      if (!context.json) for (const note of unread) out.text(out.style("red", note));
      return errors.length === 0 ? exitCode.done : exitCode.partly;
    });
  },
});
