import { isUtf8 } from "node:buffer";

/** The text of a CSV file as spreadsheets write it: UTF-8, with or without BOM, UTF-16 with one, else Windows' Latin-1. */
export function csvText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}
