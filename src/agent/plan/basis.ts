import { hash } from "node:crypto";
import { licenseIdentity } from "../../license/license-line.ts";
import type { PlanInput } from "./plan-input.ts";
import type { RemoveStep } from "./step.ts";

/**
 * Hash of all that a box's plan is computed from: identity, installed lines, target, its keys, policy. Neither the
 * address (a box is its serial number) nor the balance nor other boxes are in it.
 * @param removals what all that decides about removals came to
 */
export function basisOf(input: PlanInput, removals: readonly RemoveStep[]): string {
  const { box, policy } = input;
  const facts = {
    box: [box.serial, box.product, box.firmware, box.profile, box.notWritable === undefined],
    installed: input.installed.map((line) => line.raw).sort(),
    resetOutstanding: input.resetOutstanding,
    target: [...input.target].sort(),
    labels: [input.labels.customer, input.labels.location, input.labels.description],
    offers: input.offers.map((offer) => `${offer.issuer} ${licenseIdentity(offer.line)}`).sort(),
    predefined: input.predefined.map(({ type, count }) => `${type}=${count}`).sort(),
    keys: [...input.keyFacts].map(([code, fact]) => `${code} ${fact.status}`).sort(),
    ...(input.unseen && { unseen: [input.unseen.beforeCreating, input.unseen.blocked?.code] }),
    ...(input.putBack.length > 0 && { putBack: input.putBack.map(licenseIdentity).sort() }),
    ...(removals.length > 0 && { removals: removals.map(({ line, begun }) => [line.raw, begun]) }),
    creates: input.creates,
    accepts: input.acceptsKeysFrom,
    policy: [policy.create, policy.claim, policy.reset],
  };
  return hash("sha256", JSON.stringify(facts), "hex").slice(0, 32);
}
