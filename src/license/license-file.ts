import { type ByteText, byteText, readable } from "./byte-text.ts";
import { LicenseError } from "./license-error.ts";
import { type LicenseLine, longestLine, looksLikeLicenseLine, tryParseLicenseLine } from "./license-line.ts";

/** One line of a license file, and where it stands. */
export interface LicenseFileEntry {
  /** Counted from 1. */
  readonly lineNumber: number;
  readonly line: LicenseLine;
}

/** The largest license file that is read: 16 MiB, like a whole configuration. */
export const largestFile = 16 * 1024 * 1024;
/** More license lines than this are no box's: the file is another one. */
const mostLines = 1000;

/**
 * Reads a license file: license lines, empty lines and comments (`#`), CRLF or LF, with or without a byte order mark.
 * The same line twice counts once.
 * @param only with `license-lines`, everything else is passed over (for a backup or a whole configuration)
 * @param name of the file, for errors
 * @throws LicenseError `bad-file` naming the first line that is wrong; nothing of such a file is to be used
 */
export function parseLicenseFile(bytes: Uint8Array, only?: "license-lines", name?: string): LicenseFileEntry[] {
  try {
    return readEntries(bytes, only);
  } catch (error) {
    if (name === undefined || !(error instanceof LicenseError)) throw error;
    throw new LicenseError(error.code, `${name}: ${error.message}`, error.line);
  }
}

function readEntries(bytes: Uint8Array, only: "license-lines" | undefined): LicenseFileEntry[] {
  if (bytes.length > largestFile) throw new LicenseError("bad-file", `the file is larger than ${largestFile} bytes`);
  if (bytes.includes(0)) throw new LicenseError("bad-file", "the file is no text: it has zero bytes in it");
  const entries = new Map<string, LicenseFileEntry>();
  for (const [index, raw] of splitLines(byteText(bytes)).entries()) {
    const lineNumber = index + 1;
    if (only === "license-lines" ? !looksLikeLicenseLine(raw) : /^\s*(#|$)/.test(raw)) continue;
    const line = readEntry(raw, lineNumber);
    if (!entries.has(line.raw)) entries.set(line.raw, { lineNumber, line });
    if (entries.size > mostLines) {
      throw new LicenseError("bad-file", `more than ${mostLines} license lines: no box takes that many`, lineNumber);
    }
  }
  if (entries.size === 0) throw new LicenseError("bad-file", "there is no license line in the file");
  return [...entries.values()];
}

/** Lines of a file or a configuration, without their ends (CRLF or LF) and without a byte order mark. */
export function splitLines(text: ByteText): ByteText[] {
  const lines = text.replace(/^\xef\xbb\xbf/, "").split(/\r?\n/);
  return lines as ByteText[];
}

function readEntry(raw: ByteText, lineNumber: number): LicenseLine {
  const wrong = (what: string) =>
    new LicenseError("bad-file", `line ${lineNumber}: ${what}: "${readable(raw).slice(0, 60)}"`, lineNumber);
  if (raw.length > longestLine) throw wrong(`longer than ${longestLine} bytes`);
  const column = raw.search(/[\x00-\x08\x0b-\x1f\x7f]/) + 1;
  if (column > 0) throw wrong(`a control character at column ${column}`);
  const line = tryParseLicenseLine(raw);
  if (line === undefined) throw wrong("not a vars create LICENSE/… line");
  // A file that was cut off, else: what stands on it would count as licenses, and do nothing.
  if (line.key === undefined) throw wrong("at its end stands no license key like 9e2d-7985-3e84-1005");
  return line;
}
