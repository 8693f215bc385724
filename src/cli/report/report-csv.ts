import { stringify } from "csv-stringify/sync";
import type { ReportRow } from "../../agent/report/report-rows.ts";
import { reportColumns } from "./report-columns.ts";

/** RFC 4180, UTF-8. What a spreadsheet would take for a formula gets an apostrophe before it. */
export function reportCsv(rows: readonly ReportRow[]): string {
  const columns = reportColumns.map(([key]) => ({ key, header: key }));
  return stringify([...rows], {
    header: true,
    columns,
    record_delimiter: "windows",
    quoted_match: /[\r\n]/,
    escape_formulas: true,
  });
}
