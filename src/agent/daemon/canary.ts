import { changesLines } from "../plan/step.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import { failedPass } from "../reconcile/failed-pass.ts";
import type { PlannedPass } from "../reconcile/plan-site.ts";
import type { Site } from "../reconcile/site.ts";

/** So many boxes that fail alike, one after the other and before any other went well, stop a delivery. */
const alike = 3;

/** What the first boxes of a delivery say about the others. */
export type CanaryVerdict =
  | { readonly kind: "go-on" }
  | { readonly kind: "next-one-alone" }
  | { readonly kind: "stop"; readonly code: string };

/** Whether the pass puts anything on its box, or takes anything off it. */
export function delivers({ plan }: PlannedPass): boolean {
  return plan.steps.some(changesLines);
}

/**
 * A delivery to many boxes of a profile starts with one. Once one went well the others follow; when the first three
 * failed alike nothing more is tried.
 */
export function canaryVerdict(results: readonly BoxResult[]): CanaryVerdict {
  const codes = results.map(({ outcome, error }) => (outcome === "failed" ? (error?.code ?? "failed") : undefined));
  if (codes.includes(undefined)) return { kind: "go-on" };
  const [first] = codes;
  if (codes.length < alike) return { kind: "next-one-alone" };
  return first !== undefined && codes.every((code) => code === first)
    ? { kind: "stop", code: first }
    : { kind: "go-on" };
}

/** A box that was not tried, since the first ones failed alike. */
export async function notTried(site: Pick<Site, "journal">, planned: PlannedPass, code: string): Promise<BoxResult> {
  const { id } = planned.box.identity.profile;
  const message = `not tried: the first ${alike} boxes of profile ${id} failed alike (${code})`;
  return { ...(await failedPass(site, planned, undefined)), error: { code: "delivery-stopped", message } };
}
