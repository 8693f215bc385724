import type { ReportRow } from "../../agent/report/report-rows.ts";

/** The columns of a report on paper, in this order. */
export const reportColumns = [
  ["type", "Type"],
  ["serial", "Serial number"],
  ["name", "Name"],
  ["product", "Product"],
  ["address", "Address"],
  ["customer", "Customer"],
  ["location", "Location"],
  ["description", "Description"],
  ["key", "Key"],
  ["inPool", "In the pool"],
  ["onBox", "On the box"],
  ["state", "State"],
] as const satisfies readonly (readonly [keyof ReportRow, string])[];
