import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";
import type { Site } from "./site.ts";
import type { Writing } from "./writing.ts";

/**
 * Keeps that a line was put on the box and read back: a deletion that takes one of that variable can be undone there.
 * @param licenses what was read back
 */
export async function noteProof(
  site: Site,
  { look }: Writing,
  line: LicenseLine,
  licenses: readonly LicenseLine[],
): Promise<void> {
  const { serial, identity } = look;
  const identityOfLine = licenseIdentity(line);
  const beside = licenses.some(
    (other) => other.variable === line.variable && licenseIdentity(other) !== identityOfLine,
  );
  await site.journal.proofs.add({ serial, firmware: identity.firmware }, line.variable, beside ? "beside" : "alone");
}
