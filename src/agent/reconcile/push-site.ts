import type { KeySource } from "../keys/key-source.ts";
import type { SitePlan } from "./plan-site.ts";
import type { Site } from "./site.ts";

/** The site as it is when the lines of one file are pushed: nothing else is a target, and nothing is created. */
export function pushSite(site: Site, lines: KeySource): Site {
  const boxes = new Map([...site.boxes].map(([serial, box]) => [serial, { ...box, licenses: new Map() }]));
  return { ...site, boxes, sources: [lines], pushes: true };
}

/** One line that must not go to the box makes the whole file one that is not sent: nothing is done to the box. */
export function refuseWholeFile(plan: SitePlan): SitePlan {
  const passes = plan.passes.map((one) =>
    one.plan.shortfalls.length === 0 ? one : { ...one, plan: { ...one.plan, steps: [] }, removalOpen: false },
  );
  return { ...plan, passes };
}
