import type { KeySource } from "../keys/key-source.ts";
import { outcomeOfShortfalls } from "./box-result.ts";
import type { SitePlan } from "./plan-site.ts";
import type { Site } from "./site.ts";

/** The site as it is when the lines of one file are pushed: nothing else is a target, and nothing is created. */
export function pushSite(site: Site, lines: KeySource): Site {
  const boxes = new Map([...site.boxes].map(([serial, box]) => [serial, { ...box, licenses: new Map() }]));
  return { ...site, boxes, sources: [lines], pushes: true };
}

/** One line that must not go to the box makes the whole file one that is not sent. */
export function refuseWholeFile(plan: SitePlan): SitePlan {
  const bad = plan.passes.filter((one) => one.plan.shortfalls.length > 0);
  const failures = bad.map(({ box, plan: { serial, address, warnings, shortfalls } }) => ({
    serial,
    address,
    ...(box.identity.product && { product: box.identity.product }),
    outcome: "failed" as const,
    installed: box.installed,
    effective: "unknown" as const,
    warnings,
    ...outcomeOfShortfalls(shortfalls),
  }));
  return {
    ...plan,
    passes: plan.passes.filter((one) => one.plan.shortfalls.length === 0),
    failures: [...plan.failures, ...failures],
  };
}
