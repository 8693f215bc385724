import { licenseCatalog } from "../../license/license-catalog.ts";
import type { Profile } from "./profile.ts";

/** The variables that license lines of this model may go under: the catalog's, and those that the profile adds. */
export function knownVariables(profile: Profile): ReadonlySet<string> {
  const own = profile.licenses.flatMap((license) => license.variable ?? []);
  return new Set([...licenseCatalog.map((type) => type.variable), ...own]);
}
