import { licenseType } from "../../license/license-catalog.ts";
import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";
import type { OfferedLine } from "../keys/key-source.ts";
import { basisOf } from "./basis.ts";
import { pickDeliveries } from "./pick-deliveries.ts";
import type { PlanInput, PlannedBox } from "./plan-input.ts";
import { planRevoked } from "./plan-revoked.ts";
import { type Creations, planUnseen } from "./plan-unseen.ts";
import {
  type Amount,
  type BoxPlan,
  type ClaimStep,
  type CreateKeyStep,
  changesLines,
  type DeliverStep,
  type ResetStep,
  type ResetWay,
  type Shortfall,
  type Step,
} from "./step.ts";
import { tallyInstalled } from "./tally.ts";

/**
 * What is to be done to one box: its keys that exist and are not installed are delivered, its predefined licenses are
 * claimed, what is then missing to the configured totals is created as one key a type, and lines of revoked keys are
 * removed. Pure, and idempotent: on a box in step the plan is empty.
 */
export function planBox(read: PlanInput): BoxPlan {
  const putBack = read.putBack.filter(({ key }) => key === undefined || read.keyFacts.get(key)?.status !== "revoked");
  const input = { ...read, installed: [...read.installed, ...putBack] };
  const tally = tallyInstalled(input);
  const picked = pickDeliveries(input);
  const claims = planClaims(input);
  const { unseen, creations } = planUnseen(input, planCreations(input, tally.otherwise, picked.deliveries, claims));
  const deliveries = [
    ...picked.deliveries.map(toDeliverStep),
    ...claims.steps.flatMap((claim) => claim.licenses.map((one) => awaited(one.type, one.count, "claim"))),
    ...creations.steps.map((one) => awaited(one.type, one.count, "create-key")),
  ];
  const revoked = planRevoked(input, deliveries);
  const changes: Step[] = [
    ...putBack.map(toPutBackStep),
    ...claims.steps,
    ...unseen,
    ...creations.steps,
    ...deliveries,
    ...revoked.steps,
  ];
  const wantsReset = changes.some(changesLines) || input.resetOutstanding;
  const { box } = input;
  const basis = basisOf(read, revoked.steps);
  const warnings = [...tally.warnings, ...revoked.warnings];
  if (box.notWritable !== undefined && wantsReset) return unwritable(input, changes, { basis, warnings });
  const reset = input.resetOverride ?? input.policy.reset;
  return {
    serial: box.serial,
    address: box.address,
    basis,
    steps: wantsReset && reset !== "never" ? [...changes, resetStep(reset, box)] : changes,
    warnings: [...warnings, ...picked.warnings],
    shortfalls: [...picked.shortfalls, ...claims.shortfalls, ...creations.shortfalls],
    needsPerson: creations.steps.some((step) => tally.portableElsewhere.has(step.type)),
    resetOutstanding: input.resetOutstanding,
    resetForbidden: wantsReset && reset === "never",
    ...(input.poolAway !== undefined && { poolAway: true }),
  };
}

function resetStep(how: ResetWay, { inUse = [] }: PlannedBox): ResetStep {
  return { kind: "reset", how, ...(inUse.length > 0 && { checks: inUse }) };
}

interface Claims {
  readonly steps: readonly ClaimStep[];
  readonly shortfalls: readonly Shortfall[];
}

function planClaims(input: PlanInput): Claims {
  const { predefined, policy, acceptsKeysFrom, box } = input;
  if (predefined.length === 0) return { steps: [], shortfalls: [] };
  const refuse = (code: Shortfall["code"], message: string) =>
    predefined.map(({ type }): Shortfall => ({ code, type, message }));
  if (acceptsKeysFrom === "vendor") {
    const message = "predefined licenses of this installation wait for the box, which takes only the vendor's keys";
    return { steps: [], shortfalls: refuse("issuer-not-accepted", message) };
  }
  if (policy.claim === "never") {
    const message = "predefined licenses wait for the box, and policy.claim is never";
    return { steps: [], shortfalls: refuse("policy-forbids", message) };
  }
  const licenses = predefined.map(({ type, count }) => ({ type, count }));
  return { steps: [{ kind: "claim", serial: box.serial, source: "pool", licenses }], shortfalls: [] };
}

function planCreations(
  input: PlanInput,
  otherwise: ReadonlyMap<string, number>,
  deliveries: readonly OfferedLine[],
  claims: Claims,
): Creations {
  const steps: CreateKeyStep[] = [];
  const shortfalls: Shortfall[] = [];
  const short: Amount[] = [];
  for (const [type, wanted] of input.target) {
    const elsewhere =
      (otherwise.get(type) ?? 0) +
      sum(
        deliveries.filter((offer) => !isPoolKey(input, offer)),
        type,
      );
    const total = wanted - elsewhere;
    const existing = poolTotal(input, type) + claimed(claims.steps, type);
    const count = total - existing;
    if (count <= 0) continue;
    const blocked = whyNotCreated(input, type, count, claims.shortfalls);
    if (blocked) {
      shortfalls.push(blocked);
      short.push({ type, count });
    } else steps.push({ kind: "create-key", serial: input.box.serial, type, count, total, ...input.labels });
  }
  return { steps, shortfalls, short };
}

function whyNotCreated(
  input: PlanInput,
  type: string,
  count: number,
  claimShortfalls: readonly Shortfall[],
): Shortfall | undefined {
  const no = (code: Shortfall["code"], why: string): Shortfall => ({
    code,
    type,
    message: `${count} ${type} are missing: ${why}`,
  });
  if (!input.creates && input.poolAway !== undefined) return no("pool-unreachable", input.poolAway);
  if (!input.creates)
    return no("short-of-licenses", "no license file has them, and no pool is configured to create them");
  if (input.acceptsKeysFrom === "vendor") {
    return no(
      "issuer-not-accepted",
      "the box takes only the vendor's keys (acceptsKeysFrom); put the vendor's license file into files.dir",
    );
  }
  if (input.policy.create === "never") return no("policy-forbids", "policy.create is never");
  if (claimShortfalls.some((shortfall) => shortfall.type === type)) {
    return no("policy-forbids", "a predefined license waits to be claimed first");
  }
  if (!input.box.knownVariables.has(licenseType(type).variable)) {
    return no("refused", `the profile ${input.box.profile} does not know ${licenseType(type).variable}`);
  }
  return undefined;
}

/** What the pool's active keys of this type for this box add up to, delivered or not. */
function poolTotal(input: PlanInput, type: string): number {
  const usable = input.offers.filter((offer) => offer.issuer === "vendor" || input.acceptsKeysFrom === "own");
  return sum(
    usable.filter((offer) => isPoolKey(input, offer)),
    type,
  );
}

function isPoolKey(input: PlanInput, offer: OfferedLine): boolean {
  const fact = offer.line.key === undefined ? undefined : input.keyFacts.get(offer.line.key);
  return fact?.status === "active" && fact.serial === input.box.serial;
}

function sum(offers: readonly OfferedLine[], type: string): number {
  const counts = new Map(offers.map(({ line }) => [licenseIdentity(line), line.type === type ? line.count : 0]));
  return [...counts.values()].reduce((all, count) => all + count, 0);
}

function claimed(claims: readonly ClaimStep[], type: string): number {
  const counts = claims.flatMap((claim) => claim.licenses.filter((one) => one.type === type).map((one) => one.count));
  return counts.reduce((all, count) => all + count, 0);
}

function toDeliverStep({ line, source }: OfferedLine): DeliverStep {
  return { kind: "deliver", type: line.type, count: line.count, variable: line.variable, from: source, line };
}

function awaited(type: string, count: number, from: string): DeliverStep {
  return { kind: "deliver", type, count, variable: licenseType(type).variable, from };
}

/** It was on the box: that it goes back is asked nobody. */
function toPutBackStep(line: LicenseLine): DeliverStep {
  const { type, count, variable } = line;
  return { kind: "deliver", type, count, variable, from: "backup", line, putBack: true };
}

function typesOf(step: Step): string[] {
  if (step.kind === "claim") return (step.missing ?? []).map(({ type }) => type);
  return step.kind === "deliver" || step.kind === "remove" ? [step.type] : [];
}

function unwritable(
  input: PlanInput,
  changes: readonly Step[],
  { basis, warnings }: Pick<BoxPlan, "basis" | "warnings">,
): BoxPlan {
  const { box } = input;
  const message = `nothing is written: ${box.notWritable}`;
  const types = new Set(changes.flatMap(typesOf));
  return {
    serial: box.serial,
    address: box.address,
    basis,
    steps: [],
    warnings,
    shortfalls: [...types].map((type) => ({ code: "not-writable", type, message })),
    needsPerson: false,
    resetOutstanding: input.resetOutstanding,
    resetForbidden: input.resetOutstanding,
  };
}
