import { CsvError, parse } from "csv-parse/sync";
import { plainCell } from "./formula-cell.ts";
import type { CsvMistake } from "./key-csv-error.ts";

/** A row and the line that it begins in, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvRows {
  readonly rows: readonly CsvRow[];
  /** Where the file stopped being CSV; rows before it were read. */
  readonly broken?: CsvMistake;
}

const delimiters = [";", ",", "\t"] as const;

/** Reads the rows of a CSV file, whatever separates its cells; empty lines are passed over. */
export function readRows(text: string): CsvRows {
  const named = /^sep=(.)\r?\n/i.exec(text);
  const skipped = named ? 1 : 0;
  const rest = named ? text.slice(named[0].length) : text;
  const rows: CsvRow[] = [];
  let counted = 0;
  try {
    parse(rest, {
      delimiter: named?.[1] ?? delimiterOf(rest),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], { lines }) => {
        const inCells = record.join("");
        // It counts both halves of a line end within a cell.
        const line = lines - counted - lineEnds(inCells, /[\r\n]/g);
        counted += lineEnds(inCells, /\r\n/g);
        rows.push({ line: line + skipped, cells: record.map(plainCell) });
        return null;
      },
    });
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, broken: whatIsBroken(error, skipped - counted) };
  }
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function lineEnds(text: string, which: RegExp): number {
  return text.match(which)?.length ?? 0;
}

const sentences: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quotation mark opens here and is never closed",
  INVALID_OPENING_QUOTE:
    "a quotation mark in the middle of a cell: such a cell begins with one, and has two for each in it",
  CSV_INVALID_CLOSING_QUOTE: "something stands behind a closing quotation mark: one within a cell is written twice",
};

function whatIsBroken(error: CsvError, shift: number): CsvMistake {
  const { code, message } = error;
  const lines = "lines" in error ? Number(error["lines"]) : 1;
  const column = "column" in error ? Number(error["column"]) : 0;
  return { line: lines + shift, column: column + 1, message: sentences[code] ?? message };
}
