/**
 * - `bad-serial-number`: text that is no innovaphone MAC address
 * - `bad-line`: a line that is no `vars create LICENSE/…` line, or one that must not be written
 * - `bad-file`: a license file with such lines in it, or that is no text
 * - `bad-type`: a license type that the catalog does not know, or a count that none can have
 */
export type LicenseErrorCode = "bad-serial-number" | "bad-line" | "bad-file" | "bad-type";

/** What is wrong with a serial number, a license line or a license file, in a sentence for a person. */
export class LicenseError extends Error {
  readonly code: LicenseErrorCode;
  /** Line number in the file, counted from 1, where there is a file. */
  readonly line: number | undefined;

  constructor(code: LicenseErrorCode, message: string, line?: number) {
    super(message);
    this.name = "LicenseError";
    this.code = code;
    this.line = line;
  }
}
