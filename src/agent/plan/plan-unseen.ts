import type { PlanInput } from "./plan-input.ts";
import type { Amount, ClaimStep, CreateKeyStep, Shortfall } from "./step.ts";

/** What is missing to the target and no source shows: what is created of it, and what is not. */
export interface Creations {
  readonly steps: readonly CreateKeyStep[];
  readonly shortfalls: readonly Shortfall[];
  /** How much of what the shortfalls are about. */
  readonly short: readonly Amount[];
}

/**
 * Asks the source that shows its licenses only once they are claimed for what no source before it has. What it will
 * bring nobody knows, so the creations stay as what there is to be created at most, and the plan is made again after the
 * claim. While it cannot be asked, nothing is created that it may have.
 */
export function planUnseen(input: PlanInput, creations: Creations): { unseen: ClaimStep[]; creations: Creations } {
  const { unseen, policy, box } = input;
  const first = unseen?.beforeCreating === true;
  const lacking = creations.shortfalls.filter(({ code }) => code !== "refused").map(({ type }) => type);
  const missing = [
    ...(first ? creations.steps.map(({ type, count }) => ({ type, count })) : []),
    ...creations.short.filter(({ type }) => lacking.includes(type)),
  ];
  if (unseen === undefined || missing.length === 0) return { unseen: [], creations };
  const others = creations.shortfalls.filter(({ type }) => !lacking.includes(type));
  const because = (code: Shortfall["code"], why: string, of: readonly Amount[] = creations.short): Shortfall[] =>
    of
      .filter(({ type }) => missing.some((one) => one.type === type))
      .map(({ type, count }) => ({ code, type, message: `${count} ${type} are missing: ${why}` }));
  const { blocked } = unseen;
  if (blocked !== undefined) {
    const kept = blocked.final || !first ? creations.steps : [];
    const of = blocked.final || !first ? creations.short : missing;
    const shortfalls = [...others, ...because(blocked.code, blocked.message, of)];
    return { unseen: [], creations: { ...creations, steps: kept, shortfalls } };
  }
  if (policy.claim === "never") {
    const why = "the vendor's site is not asked, since policy.claim is never";
    return { unseen: [], creations: { ...creations, shortfalls: [...others, ...because("policy-forbids", why)] } };
  }
  const step: ClaimStep = { kind: "claim", serial: box.serial, source: unseen.issuer, licenses: [], missing };
  return { unseen: [step], creations: { ...creations, shortfalls: others } };
}
