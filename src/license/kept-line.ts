import { isUtf8 } from "node:buffer";
import { type ByteText, fromByteText, readable, toByteText } from "./byte-text.ts";

/** A license line as databases and JSON keep it, which have text and no bytes. */
export interface KeptLine {
  readonly line: string;
  /** Its characters are bytes, as in ISO-8859-1: a line that somebody else issued, and that is no UTF-8. */
  readonly lineIsBytes?: true | undefined;
}

/** The line as text, so that `rawLine` gives back the very bytes. */
export function keepLine(raw: ByteText): KeptLine {
  return isUtf8(fromByteText(raw)) ? { line: readable(raw) } : { line: raw, lineIsBytes: true };
}

/** The bytes of a line that was kept. */
export function rawLine({ line, lineIsBytes }: KeptLine): ByteText {
  return lineIsBytes ? (line as ByteText) : toByteText(line);
}
