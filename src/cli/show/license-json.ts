import { readable } from "../../license/byte-text.ts";
import type { LicenseLine } from "../../license/license-line.ts";

/** A license line as `--json` shows it; `line` is the whole of it. */
export function licenseJson({ raw, flags: _flags, ...fields }: LicenseLine) {
  return { ...fields, line: readable(raw) };
}
