import { keepLine } from "../../license/kept-line.ts";
import { LicenseError } from "../../license/license-error.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { GivenLicenseKey } from "./insert-given-key.ts";

/** What the pool keeps of a line that the vendor issued: the line as it is, and what it says. */
export type ImportedKey = Omit<GivenLicenseKey, "requestId">;

/** @throws LicenseError `bad-line` for a line without a key code, by which the pool knows keys */
export function importedKey(line: LicenseLine): ImportedKey {
  const { raw, type, count, serial, key } = line;
  if (key === undefined) {
    const wanted = "at its end stands no license key, four groups of four hex digits like 9e2d-7985-3e84-1005";
    throw new LicenseError("bad-line", wanted);
  }
  return {
    ...keepLine(raw),
    type,
    count,
    serial,
    key,
    customer: storable(line.customer),
    location: storable(line.location),
    // Fields that cannot be told apart are found by a search all the same.
    description: storable(line.description ?? line.unsplit),
    issuer: "vendor",
    predefined: false,
  };
}

/** No database keeps a zero byte, which a field may have percent-encoded; the line itself stays as it is. */
function storable(text: string | undefined): string | undefined {
  return text?.replaceAll("\u0000", "\ufffd");
}
