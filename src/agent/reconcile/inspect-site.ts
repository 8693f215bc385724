import { BoxError } from "../../box/box-error.ts";
import type { Identity } from "../../box/identify/identify.ts";
import { writableReason } from "../../box/profile/writable.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { PlanWarning } from "../plan/step.ts";
import { errorFacts } from "./box-result.ts";
import type { BoxTarget } from "./box-target.ts";
import { inParallel } from "./in-parallel.ts";
import { knownAddress } from "./known-address.ts";
import { atItsAddress, sweepOnce } from "./locate.ts";
import { installedOn, type Look, lookAt, readBox } from "./look.ts";
import { recogniseAt } from "./recognise-at.ts";
import { rememberSightings } from "./remember-sightings.ts";
import type { Site } from "./site.ts";

/** What was read of one box. */
export interface Inspection {
  readonly identity: Identity;
  readonly enrolled: boolean;
  readonly licenses: readonly LicenseLine[];
  readonly warnings: readonly PlanWarning[];
}

export interface InspectionError {
  readonly serial?: string;
  readonly address?: string;
  readonly code: string;
  readonly message: string;
}

/**
 * Reads boxes; of those that nobody vouched for only what needs no password.
 * @param targets none = every box that is known or found
 */
export async function inspectSite(
  site: Site,
  targets: readonly BoxTarget[],
  { onBox }: { readonly onBox?: (done: number, total: number) => void },
  signal: AbortSignal,
): Promise<{ boxes: Inspection[]; errors: InspectionError[] }> {
  const sweep = sweepOnce(site);
  const wanted = targets.length > 0 ? targets : await everyBox(site, await sweep(signal));
  const boxes: Inspection[] = [];
  const errors: InspectionError[] = [];
  const one = async (target: BoxTarget) => {
    try {
      const look =
        "endpoint" in target
          ? await readBox(site, await recogniseAt(site, target.endpoint, sweep, signal), signal)
          : await atItsAddress(site, target.serial, sweep, signal, (endpoint) =>
              lookAt(site, endpoint, target.serial, signal),
            );
      boxes.push(inspectionOf(look));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof BoxError) && errorFacts(error).code === "internal-error") throw error;
      errors.push(await errorOf(site, target, error));
    }
  };
  let done = 0;
  for await (const _ of inParallel(wanted, site.parallel, one, signal)) onBox?.(++done, wanted.length);
  signal.throwIfAborted();
  const bySerial = new Map(boxes.map((box) => [box.identity.serial, box]));
  return {
    boxes: [...bySerial.values()].sort((a, b) => ((a.identity.serial ?? "") < (b.identity.serial ?? "") ? -1 : 1)),
    errors,
  };
}

async function everyBox(site: Site, sightings: Awaited<ReturnType<Site["discover"]>>): Promise<BoxTarget[]> {
  await rememberSightings(site, sightings);
  const known = (await site.journal.boxes.all()).map(({ serial }) => serial);
  const serials = new Set([...site.boxes.keys(), ...known]);
  const nameless = sightings.filter(({ serial }) => serial === undefined);
  return [
    ...[...serials].sort().map((serial) => ({ serial })),
    ...nameless.map(({ address, httpPort }) => ({ endpoint: { address, httpPort } })),
  ];
}

function inspectionOf(look: Look): Inspection {
  const { identity, configuration } = look;
  const reason = writableReason(identity.profile, identity.firmware);
  const unreadable = configuration?.unreadable.length ?? 0;
  return {
    identity,
    enrolled: configuration !== undefined,
    licenses: installedOn(look),
    warnings: [
      ...(reason ? [{ code: "not-writable", message: reason }] : []),
      ...(unreadable > 0
        ? [{ code: "unreadable-line", message: `${unreadable} license lines cannot be read; nothing is written to it` }]
        : []),
    ],
  };
}

async function errorOf(site: Site, target: BoxTarget, error: unknown): Promise<InspectionError> {
  const { code, message } = errorFacts(error);
  const serial = "serial" in target ? target.serial : undefined;
  const address = (error instanceof BoxError ? error.address : undefined) ?? (await knownAddress(site, target));
  return { ...(serial && { serial }), ...(address && { address }), code, message };
}
