import type { BoxTarget } from "../../agent/reconcile/box-target.ts";
import { enrolledSerials } from "../../agent/reconcile/enrolled-serials.ts";
import type { Site } from "../../agent/reconcile/site.ts";
import { parseTarget } from "./parse-target.ts";

/** The boxes that a person named; every enrolled one when she named none. @throws UsageError */
export async function targetsOf(site: Site, words: readonly string[]): Promise<BoxTarget[]> {
  if (words.length > 0) return words.map((text) => parseTarget(text, site));
  return (await enrolledSerials(site)).map((serial) => ({ serial }));
}
