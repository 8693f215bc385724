import { stringify } from "csv-stringify/sync";
import type { LicenseKeyAnswer } from "../../pool/operations/fields.ts";
import { safeCell } from "./formula-cell.ts";

const columns = [
  "type",
  "count",
  "serial",
  "customer",
  "location",
  "description",
  "status",
  "issuer",
  "predefined",
  "key",
  "line",
  "id",
  "createdAt",
] as const satisfies readonly (keyof LicenseKeyAnswer)[];

/** RFC 4180, UTF-8: license keys as `create-key --from` reads them, and what the pool says of them besides. */
export function writeKeyCsv(keys: readonly LicenseKeyAnswer[]): string {
  const rows = keys.map((key) => columns.map((column) => safeCell(String(key[column] ?? ""))));
  return stringify([[...columns], ...rows], { record_delimiter: "windows", quoted_match: /[\r\n]/ });
}
