import { largestCount } from "../../license/license-catalog.ts";
import { LicenseError } from "../../license/license-error.ts";
import { parseSerialNumber, type SerialNumber } from "../../license/serial-number.ts";
import type { BatchedKey } from "../../pool/ledger/create-license-keys.ts";
import { requestMistakes } from "../../pool/ledger/request-mistakes.ts";
import { largestBatch } from "../../pool/operations/create-license-keys.ts";
import { csvText } from "./csv-text.ts";
import { type CsvMistake, KeyCsvError } from "./key-csv-error.ts";
import { type CsvRow, readRows } from "./read-rows.ts";

/** Columns of a file of license keys to create. */
const wanted = ["type", "count", "serial", "customer", "location", "description"] as const;
/** What `pool keys --csv` writes besides: a row that names a license key is one that was made before. */
const namesKey = ["key", "line", "id"] as const;
const known = [...wanted, "status", "issuer", ...namesKey] as const;
const passedOver: ReadonlySet<string> = new Set(["predefined", "createdat"]);

type Column = (typeof known)[number];
type Columns = ReadonlyMap<Column, number>;

/** Larger than so many rows can be. */
const largestCsv = 16 * 1024 * 1024;

/**
 * Reads the license keys that a CSV file asks for: a heading, then a row a key. Commas, semicolons or tabs, UTF-8 or
 * Latin-1.
 * @param file its name, for errors
 * @throws KeyCsvError with every mistake, each with its line and column
 */
export function readKeyCsv(bytes: Uint8Array, file: string): BatchedKey[] {
  if (bytes.length > largestCsv) throw new KeyCsvError(file, [{ line: 1, message: `larger than ${largestCsv} bytes` }]);
  const text = csvText(bytes);
  if (text.includes("\u0000")) throw new KeyCsvError(file, [{ line: 1, message: "it is no text: it has zero bytes" }]);
  const { rows, broken } = readRows(text);
  const mistakes: CsvMistake[] = broken ? [broken] : [];
  const [heading, ...others] = rows;
  const columns = heading && readHeading(heading, mistakes);
  if (heading === undefined && !broken) mistakes.push({ line: 1, message: `the file is empty; ${headingWanted}` });
  else if (others.length === 0 && !broken) mistakes.push({ line: 1, message: "there is no row below the heading" });
  const tooMany = others[largestBatch];
  if (tooMany)
    mistakes.push({ line: tooMany.line, message: `more than ${largestBatch} keys are too many for one time` });
  const keys = columns ? others.flatMap((row) => readKey(row, columns, heading.cells.length, mistakes)) : [];
  if (mistakes.length === 0) return keys;
  throw new KeyCsvError(
    file,
    mistakes.toSorted((one, other) => one.line - other.line || (one.column ?? 0) - (other.column ?? 0)),
  );
}

const headingWanted = `wanted is a heading with type and count, and maybe ${wanted.slice(2).join(", ")}`;

function readHeading({ line, cells }: CsvRow, mistakes: CsvMistake[]): Columns | undefined {
  const columns = new Map<Column, number>();
  const before = mistakes.length;
  for (const [index, cell] of cells.entries()) {
    const name = cell
      .trim()
      .toLowerCase()
      .replace(/^serial ?number$/, "serial");
    const column = known.find((one) => one === name);
    const mistake = (message: string) => mistakes.push({ line, column: index + 1, message });
    if (column === undefined) {
      if (!passedOver.has(name) && name !== "") mistake(`there is no column "${cell.slice(0, 60)}"; ${headingWanted}`);
    } else if (columns.has(column)) mistake(`the column ${name} comes twice`);
    else columns.set(column, index);
  }
  for (const column of ["type", "count"] as const) {
    if (!columns.has(column)) mistakes.push({ line, message: `the column ${column} is missing; ${headingWanted}` });
  }
  return mistakes.length === before ? columns : undefined;
}

function readKey({ line, cells }: CsvRow, columns: Columns, width: number, mistakes: CsvMistake[]): BatchedKey[] {
  if (cells.every((cell) => cell.trim() === "")) return [];
  if (cells.length !== width) {
    mistakes.push({ line, message: `${cells.length} cells, and the heading has ${width}` });
    return [];
  }
  const before = mistakes.length;
  const cell = (column: Column) => cells[columns.get(column) ?? -1] ?? "";
  const wrong = (column: Column, message: string) =>
    mistakes.push({ line, column: (columns.get(column) ?? 0) + 1, message: `${column}: ${message}` });
  if (!["", "active"].includes(cell("status").trim()))
    wrong("status", "a revoked key is not made again: take the row out");
  if (!["", "own"].includes(cell("issuer").trim())) wrong("issuer", "only the vendor makes its keys: take the row out");
  const named = namesKey.find((column) => cell(column).trim() !== "");
  if (named) wrong(named, "this license key was made before: take the row out, or the columns key, line and id");
  const count = readCount(cell("count"));
  if (count === undefined) {
    wrong("count", `"${cell("count").slice(0, 60)}" is no whole number from 1 to ${largestCount}`);
  }
  const serial = readSerial(cell("serial"), (message) => wrong("serial", message));
  const texts = (["customer", "location", "description"] as const).map((column) => [column, cell(column) || undefined]);
  const key = { type: cell("type").trim(), count: count ?? 1, serial, ...Object.fromEntries(texts) };
  for (const { field, error } of requestMistakes({ ...key, amount: { count: key.count } })) {
    const told = field === "serial" && mistakes.slice(before).some(({ message }) => message.startsWith("serial:"));
    if (!told) wrong(field, error.message);
  }
  return mistakes.length === before ? [key] : [];
}

function readCount(cell: string): number | undefined {
  const count = /^\d{1,12}$/.test(cell.trim()) ? Number(cell) : 0;
  return count >= 1 && count <= largestCount ? count : undefined;
}

function readSerial(cell: string, wrong: (message: string) => void): SerialNumber | undefined {
  if (cell.trim() === "") return undefined;
  try {
    return parseSerialNumber(cell);
  } catch (error) {
    if (!(error instanceof LicenseError)) throw error;
    wrong(error.message);
    return undefined;
  }
}
