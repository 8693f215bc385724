import { knownVariables } from "../../box/profile/known-variables.ts";
import { writableReason } from "../../box/profile/writable.ts";
import type { KeyFact, Offers } from "../keys/key-source.ts";
import type { PlanInput, PlannedBox, PlanPolicy } from "../plan/plan-input.ts";
import { isResetOutstanding } from "../verify/effective.ts";
import type { LineFacts } from "./line-facts.ts";
import type { Look } from "./look.ts";
import { removalFacts, revoker } from "./removal-facts.ts";
import type { Site } from "./site.ts";
import { unfinishedRemovals } from "./unfinished-removals.ts";

/** Collects all that one box's plan is computed from: the look, the journal, and what the sources of keys have for it. */
export async function gather(
  site: Site,
  look: Look,
  { records, removals }: LineFacts,
  resetOverride: PlanPolicy["reset"] | undefined,
): Promise<PlanInput> {
  const { serial } = look;
  const installed = look.configuration?.licenses ?? [];
  const configured = site.boxes.get(serial);
  const offered = await Promise.all(site.sources.map((source) => source.offers(serial)));
  tellContact(site, offered);
  const offers = offered.flatMap((one) => one.lines);
  const { putBack, begun } = await unfinishedRemovals(site, look, removals);
  const lines = [...installed, ...putBack, ...offers.map((offer) => offer.line)];
  const keyFacts = await lookUp(
    site,
    lines.flatMap((line) => line.key ?? []),
  );
  return {
    box: plannedBox(look),
    installed,
    putBack,
    // Without a pool, as in a push, nothing that a pool began is finished.
    begun: revoker(site) ? begun : [],
    removal: await removalFacts(site, look, offered, keyFacts),
    resetOutstanding: isResetOutstanding(installed, records, removals),
    target: configured?.licenses ?? new Map(),
    labels: configured?.labels ?? {},
    offers,
    predefined: offered.flatMap((one) => one.predefined),
    unseen: unseenOf(site, offered),
    keyFacts,
    creates: site.sources.some((source, index) => source.canCreate && offered[index]?.away === undefined),
    poolAway: offered.find(({ away }) => away !== undefined)?.away,
    acceptsKeysFrom: site.acceptsKeysFrom,
    policy: site.policy,
    resetOverride,
  };
}

/** @param offered in the order of the sources */
function tellContact({ sources, events }: Site, offered: readonly Offers[]): void {
  const index = sources.findIndex((source) => source.canCreate);
  if (index === -1) return;
  const away = offered[index]?.away;
  events.poolReachable(away === undefined, away);
}

/** @param offered in the order of the sources */
function unseenOf({ sources }: Site, offered: readonly Offers[]): PlanInput["unseen"] {
  const index = offered.findIndex(({ unseen }) => unseen !== undefined);
  const unseen = offered[index]?.unseen;
  return unseen && { ...unseen, beforeCreating: !sources.slice(0, index).some((source) => source.canCreate) };
}

function plannedBox({ serial, identity, configuration }: Look): PlannedBox {
  const { profile } = identity;
  const inUse = (["calls", "registrations"] as const).filter((what) => profile.inUse?.[what] !== undefined);
  const unreadable = configuration?.unreadable.length ?? 0;
  return {
    serial,
    address: identity.endpoint.address,
    product: identity.product,
    firmware: identity.firmware,
    profile: profile.id,
    notWritable:
      writableReason(profile, identity.firmware) ??
      (unreadable > 0 ? `${unreadable} of its license lines cannot be read` : undefined),
    knownVariables: knownVariables(profile),
    usualTypes: new Set(profile.licenses.map((license) => license.type)),
    inUse,
  };
}

async function lookUp(site: Site, codes: readonly string[]): Promise<ReadonlyMap<string, KeyFact>> {
  const facts = new Map<string, KeyFact>();
  for (const source of site.sources) {
    for (const [code, fact] of await source.lookUp(codes)) facts.set(code, fact);
  }
  return facts;
}
