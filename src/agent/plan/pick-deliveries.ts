import { findLicenseType } from "../../license/license-catalog.ts";
import { licenseIdentity } from "../../license/license-line.ts";
import type { OfferedLine } from "../keys/key-source.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanWarning, Shortfall } from "./step.ts";
import { describe } from "./tally.ts";

/** Lines that exist for the box, are not on it, and may go there. */
export interface Picked {
  readonly deliveries: readonly OfferedLine[];
  readonly warnings: readonly PlanWarning[];
  readonly shortfalls: readonly Shortfall[];
}

/** Chooses among what the sources offer; of the same key from two sources the preferred source's line is taken. */
export function pickDeliveries(input: PlanInput): Picked {
  const deliveries: OfferedLine[] = [];
  const warnings: PlanWarning[] = [];
  const shortfalls: Shortfall[] = [];
  const done = new Set(input.installed.map(licenseIdentity));
  for (const offer of input.offers) {
    const { line } = offer;
    const identity = licenseIdentity(line);
    if (done.has(identity)) continue;
    done.add(identity);
    const refuse = (code: Shortfall["code"], why: string) =>
      shortfalls.push({ code, type: line.type, message: `${describe(line)} from ${offer.source}: ${why}` });
    if (line.key !== undefined && input.keyFacts.get(line.key)?.status === "revoked") {
      warnings.push({ code: "revoked", message: `${describe(line)} from ${offer.source}: revoked, not delivered` });
    } else if (isBoundElsewhere(input, offer)) {
      refuse("refused", `bound to ${line.serial}, never delivered to another box`);
    } else if (issuerOf(input, offer) === "own" && input.acceptsKeysFrom === "vendor") {
      refuse(
        "issuer-not-accepted",
        "a key of this installation, and the box takes only the vendor's (acceptsKeysFrom)",
      );
    } else if (!input.box.knownVariables.has(line.variable)) {
      refuse("refused", `the profile ${input.box.profile} does not know the variable ${line.variable}`);
    } else {
      deliveries.push(offer);
      if (line.serial !== undefined && line.serial !== input.box.serial) {
        const message = `${describe(line)} from ${offer.source}: made for ${line.serial}; it works here, but a key is for one box`;
        warnings.push({ code: "portable-elsewhere", message });
      }
      if (!input.box.usualTypes.has(line.type)) {
        warnings.push({
          code: "unusual-type",
          message: `${line.type} is not usual on a ${input.box.product ?? "box"}`,
        });
      }
    }
  }
  return { deliveries, warnings, shortfalls };
}

function isBoundElsewhere({ box }: PlanInput, { line }: OfferedLine): boolean {
  const bound = findLicenseType(line.type)?.boundTo === "serial-number";
  return bound && line.serial !== undefined && line.serial !== box.serial;
}

/** What the pool issued is its own, in whatever file it stands. */
function issuerOf({ keyFacts }: PlanInput, { line, issuer }: OfferedLine): OfferedLine["issuer"] {
  return (line.key !== undefined && keyFacts.get(line.key)?.issuer) || issuer;
}
