import { isAway } from "../keys/is-away.ts";
import type { KeyFact, KeySource, Offers } from "../keys/key-source.ts";
import type { PlanInput } from "../plan/plan-input.ts";
import { installedOn, type Look } from "./look.ts";
import { checkPoolHead, PoolRolledBackError } from "./pool-head.ts";
import type { Site } from "./site.ts";

/** The pool whose word on revoked keys counts: one that keeps a ledger, in which nothing is taken back. */
export function revoker({ sources }: Pick<Site, "sources">): KeySource | undefined {
  return sources.find(({ ledger }) => ledger !== undefined);
}

/**
 * What decides about taking revoked lines off the box. What a source remembers while it is away, or says after it was put
 * back to an older state, takes nothing off.
 * @param offered in the order of the sources
 */
export async function removalFacts(
  site: Site,
  look: Look,
  offered: readonly Offers[],
  keyFacts: ReadonlyMap<string, KeyFact>,
): Promise<PlanInput["removal"]> {
  const source = revoker(site);
  if (!site.removesRevoked || source === undefined) return undefined;
  const isRevoked = ({ key }: { readonly key?: string }) =>
    key !== undefined && keyFacts.get(key)?.status === "revoked";
  if (!installedOn(look).some(isRevoked)) return { proofs: new Map() };
  const { serial, identity } = look;
  const blocked = offered[site.sources.indexOf(source)]?.away ?? (await whyPoolIsDoubted(site, source));
  return { blocked, proofs: await site.journal.proofs.of({ serial, firmware: identity.firmware }) };
}

/** Why nothing is removed for what the pool says now; `undefined` when it answers and forgot nothing. */
export async function whyPoolIsDoubted(site: Site, source: KeySource): Promise<string | undefined> {
  try {
    await checkPoolHead(site, source);
    return undefined;
  } catch (error) {
    if (isAway(error) || error instanceof PoolRolledBackError) return error.message;
    throw error;
  }
}
