import { applyPlan } from "../src/agent/reconcile/apply-plan.ts";
import { enrolledSerials } from "../src/agent/reconcile/enrolled-serials.ts";
import { planSite } from "../src/agent/reconcile/plan-site.ts";
import type { OpenSite } from "../src/cli/site/open-site.ts";

/** What `varsync apply --all --yes` does. @throws Error unless every box was changed */
export async function applySite({ site }: OpenSite): Promise<void> {
  const { signal } = new AbortController();
  const targets = (await enrolledSerials(site)).map((serial) => ({ serial }));
  const plan = await planSite(site, targets, {}, signal);
  for await (const { outcome, serial, error } of applyPlan(site, plan, { by: "person" }, signal)) {
    // New lines wait for a reset, which the policy forbids.
    if (outcome !== "waiting-for-reset") throw new Error(`${serial}: ${outcome} ${error?.message ?? ""}`);
  }
}
