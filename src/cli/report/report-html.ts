import { htmlEscape } from "escape-goat";
import type { ReportRow } from "../../agent/report/report-rows.ts";
import { minute } from "../show/minute.ts";
import { reportColumns } from "./report-columns.ts";

const style = `body{font:10pt/1.4 system-ui,sans-serif;margin:2em;color:#111}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-size:14pt;font-weight:bold;padding-bottom:.5em}
th,td{border:1px solid #bbb;padding:.2em .5em;text-align:left;vertical-align:top}
td.number{text-align:right}
thead{display:table-header-group}tr{break-inside:avoid}
tr.revoked td,tr.foreign td,tr.of-another-box td,tr.not-installed td,tr.box-not-read td{background:#fff3d6}
@page{size:A4 landscape;margin:12mm}@media print{body{margin:0}}`;

/** A page in one file, to print or to send: nothing is loaded from elsewhere, and no script runs in it. */
export function reportHtml(site: string, rows: readonly ReportRow[], unread: readonly string[], at: Date): string {
  const head = reportColumns.map(([, heading]) => `<th scope="col">${htmlEscape(heading)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr class="${row.state}">${reportColumns.map(([key]) => cell(row[key])).join("")}</tr>`,
  );
  const notes = unread.map((note) => `<p>${htmlEscape(note)}</p>`);
  const when = minute(at.toISOString());
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${htmlEscape(`Licenses of ${site}`)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${style}</style></head>
<body><table><caption>${htmlEscape(`Licenses of ${site}, ${when} UTC`)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody></table>
${notes.join("\n")}
</body></html>
`;
}

function cell(value: string | number | undefined): string {
  return typeof value === "number" ? `<td class="number">${value}</td>` : `<td>${htmlEscape(value ?? "")}</td>`;
}
