/** One mistake in a profile file. */
export interface ProfileMistake {
  /** `deliver.closing.commands.0`; empty for the file as a whole. */
  readonly field: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A device profile that cannot be used; the message names file, line and field of every mistake. */
export class ProfileError extends Error {
  readonly code = "bad-profile";
  readonly file: string;
  readonly mistakes: readonly ProfileMistake[];

  constructor(file: string, mistakes: readonly ProfileMistake[]) {
    const lines = mistakes.map(({ line, field, message }) => `${file}:${line}: ${field && `${field}: `}${message}`);
    super(lines.join("\n"));
    this.name = "ProfileError";
    this.file = file;
    this.mistakes = mistakes;
  }
}
