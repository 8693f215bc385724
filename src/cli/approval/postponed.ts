import type { BoxResult } from "../../agent/reconcile/box-result.ts";
import { conclude } from "../../agent/reconcile/pass.ts";
import type { SitePlan } from "../../agent/reconcile/plan-site.ts";
import type { Site } from "../../agent/reconcile/site.ts";

/** What was approved outside the window: the service does it inside. */
export async function postponed(site: Site, { passes }: SitePlan): Promise<BoxResult[]> {
  const waits = { outcome: "waiting-for-reset", waitingFor: "the window", waitKind: "window" } as const;
  return Promise.all(
    passes.map(async ({ box, plan }) => ({ ...(await conclude(site, box, plan, { changed: false })), ...waits })),
  );
}
