import { type Counted, readCount } from "../../box/read/read-count.ts";
import type { InUse } from "../plan/step.ts";
import type { Look } from "./look.ts";
import type { Site } from "./site.ts";

/** How many calls or registrations the box has; `undefined` where its profile does not say how to read that. */
export async function countInUse(
  site: Site,
  { identity, credential }: Pick<Look, "identity" | "credential">,
  what: InUse,
  signal: AbortSignal,
): Promise<Counted | undefined> {
  const readings = identity.profile.inUse?.[what];
  return readings && readCount(site.wires, identity.endpoint, readings, { credential, signal });
}
