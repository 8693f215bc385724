import { randomUUID } from "node:crypto";
import type { ClaimRequest, KeySource, OfferedLine } from "../keys/key-source.ts";
import { isVendorSiteError } from "../keys/vendor-site/vendor-site-error.ts";
import { type ClaimStep, type CreateKeyStep, isUnseenClaim, type Shortfall, type Step } from "../plan/step.ts";
import { checkPoolHead, watchPoolHeads } from "./pool-head.ts";
import type { Site } from "./site.ts";

/** The lines that were claimed or created, and the types that the pool refused. */
export interface Spent {
  readonly lines: readonly OfferedLine[];
  readonly shortfalls: readonly Shortfall[];
}

/**
 * Claims and creates what the steps say: the last thing before writing. The request id stands in the journal before the
 * pool is asked, so that a run that was cut off can find what it got. Per type all or nothing.
 * @throws PoolRolledBackError; PoolError other than `short-of-licenses`, with the intent left for `settle`
 */
export async function spend(site: Site, steps: readonly Step[], signal: AbortSignal): Promise<Spent> {
  const lines: OfferedLine[] = [];
  const shortfalls: Shortfall[] = [];
  for (const step of steps) {
    if (step.kind !== "claim" && step.kind !== "create-key") continue;
    const source = site.sources.find((one) => (isUnseenClaim(step) ? one.name === step.source : one.canCreate));
    if (source === undefined) throw new Error("a plan spends, and there is no source that can");
    await checkPoolHead(site, source);
    try {
      lines.push(...(await journaled(site, step, source, signal)));
    } catch (error) {
      if (step.kind !== "create-key" || !isShort(error)) throw error;
      shortfalls.push({ code: "short-of-licenses", type: step.type, message: error.message });
    }
  }
  if (lines.length > 0) await watchPoolHeads(site);
  return { lines, shortfalls };
}

async function journaled(
  site: Site,
  step: ClaimStep | CreateKeyStep,
  source: KeySource,
  signal: AbortSignal,
): Promise<readonly OfferedLine[]> {
  const requestId = randomUUID();
  const { serial } = step;
  const { kind: action, ...what } = step;
  const detail = { ...what, requestId };
  const intent = await site.journal.entries.intend({ serial, action, detail });
  try {
    const lines = await ask(step, source, { requestId, signal });
    const made = lines.map(({ line, source: from }) => ({ type: line.type, count: line.count, from }));
    await site.journal.entries.result(intent, "done", { serial, action, detail: { requestId, lines: made } });
    if (action === "create-key") for (const { type, count } of made) site.events.keysCreated({ serial, type, count });
    return lines;
  } catch (error) {
    if (isShort(error) || isVendorSiteError(error)) {
      await site.journal.entries.result(intent, "failed", {
        serial,
        action,
        detail: { requestId, error: error.message },
      });
    }
    throw error;
  }
}

async function ask(
  step: ClaimStep | CreateKeyStep,
  source: KeySource,
  request: Required<ClaimRequest>,
): Promise<readonly OfferedLine[]> {
  if (step.kind === "claim") return source.claim(step.serial, request);
  const { kind, count, ...what } = step;
  return source.create({ ...what, requestId: request.requestId });
}

function isShort(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "short-of-licenses";
}
