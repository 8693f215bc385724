/** One mistake in a file that a person wrote. */
export interface Mistake {
  /** `deliver.closing.commands.0`; empty for the file as a whole. */
  readonly field: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A YAML file that cannot be used; the message names file, line and field of every mistake. */
export class CheckedYamlError extends Error {
  readonly code = "bad-configuration";
  readonly file: string;
  readonly mistakes: readonly Mistake[];

  constructor(file: string, mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort((one, other) => one.line - other.line);
    super(sorted.map(({ line, field, message }) => `${file}:${line}: ${field && `${field}: `}${message}`).join("\n"));
    this.name = "CheckedYamlError";
    this.file = file;
    this.mistakes = sorted;
  }
}
