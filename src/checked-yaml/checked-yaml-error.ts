/** One mistake in a file that a person wrote. */
export interface Mistake {
  /** `deliver.closing.commands.0`; empty for the file as a whole. */
  readonly field: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A file that is no YAML at all has a mistake in every line. */
const mostShown = 20;
const longestShown = 400;

/** A YAML file that cannot be used; the message names file, line and field of every mistake. */
export class CheckedYamlError extends Error {
  readonly code = "bad-configuration";
  readonly file: string;
  readonly mistakes: readonly Mistake[];

  constructor(file: string, mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort((one, other) => one.line - other.line);
    const shown = sorted.slice(0, mostShown).map(({ line, field, message }) => {
      const text = `${field && `${field}: `}${message}`.slice(0, longestShown);
      return `${file}:${line}: ${text}`;
    });
    if (sorted.length > mostShown) shown.push(`… and ${sorted.length - mostShown} more`);
    super(shown.join("\n"));
    this.name = "CheckedYamlError";
    this.file = file;
    this.mistakes = sorted;
  }
}
