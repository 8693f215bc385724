/** What is wrong with a CSV file, and where. */
export interface CsvMistake {
  /** Counted from 1. */
  readonly line: number;
  /** Which cell of the row, counted from 1; missing where it is about the whole row. */
  readonly column?: number;
  readonly message: string;
}

/** More than so many are counted only. */
const mostTold = 100;

/** A CSV file that cannot be used, with every mistake in it; nothing of it was done. */
export class KeyCsvError extends Error {
  readonly code = "bad-file";
  readonly mistakes: readonly CsvMistake[];

  constructor(file: string, mistakes: readonly CsvMistake[]) {
    const oneLine = (text: string) => text.replace(/\s+/g, " ");
    const told = mistakes.slice(0, mostTold).map(({ line, column, message }) => {
      return `${file}: line ${line}${column === undefined ? "" : `, column ${column}`}: ${oneLine(message)}`;
    });
    const more = mistakes.length > mostTold ? [`… and ${mistakes.length - mostTold} mistakes more`] : [];
    super([...told, ...more].join("\n"));
    this.name = "KeyCsvError";
    this.mistakes = mistakes;
  }
}
