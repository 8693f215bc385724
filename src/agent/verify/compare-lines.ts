import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";

/** The lines of `before` that are not among `after`; a line that the box rewrote under the same key is not lost. */
export function lostLines(before: readonly LicenseLine[], after: readonly LicenseLine[]): LicenseLine[] {
  const there = new Set(after.map(licenseIdentity));
  return before.filter((line) => !there.has(licenseIdentity(line)));
}

export function isInstalled(line: LicenseLine, installed: readonly LicenseLine[]): boolean {
  return installed.some((other) => licenseIdentity(other) === licenseIdentity(line));
}
