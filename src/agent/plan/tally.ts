import { findLicenseType } from "../../license/license-catalog.ts";
import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanWarning } from "./step.ts";

/** What the installed lines amount to. */
export interface Tally {
  /** Licenses by type, on lines that are no active key of the pool for this box. */
  readonly otherwise: ReadonlyMap<string, number>;
  /** Types of which a portable key under another serial number was found. */
  readonly portableElsewhere: ReadonlySet<string>;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Counts the lines that are on the box, and says what is odd about them. A key counts once, however often it stands
 * there; a revoked one not at all.
 */
export function tallyInstalled(input: PlanInput): Tally {
  const otherwise = new Map<string, number>();
  const portableElsewhere = new Set<string>();
  const warnings: PlanWarning[] = [];
  const offered = new Set(input.offers.map((offer) => licenseIdentity(offer.line)));
  const seen = new Set<string>();
  for (const line of input.installed) {
    const identity = licenseIdentity(line);
    if (seen.has(identity)) continue;
    seen.add(identity);
    const fact = line.key === undefined ? undefined : input.keyFacts.get(line.key);
    const warn = (code: string, what: string) => warnings.push({ code, message: `${describe(line)}: ${what}` });
    if (fact?.status === "revoked") continue;
    if (line.serial !== undefined && line.serial !== input.box.serial) {
      if (findLicenseType(line.type)?.boundTo === "serial-number") {
        warn("wrong-serial-line", `bound to ${line.serial}, has no effect here and does not count`);
        continue;
      }
      warn("portable-elsewhere", `made for ${line.serial}; it works here and counts`);
      portableElsewhere.add(line.type);
    }
    if (fact === undefined && !offered.has(identity)) {
      warn("foreign", "foreign (in no source of keys); it counts and is kept");
    }
    if (fact && (fact.type !== line.type || fact.count !== line.count || (fact.serial ?? "") !== (line.serial ?? ""))) {
      warn("line-differs", `the pool has this key as ${fact.type} ${fact.count} for ${fact.serial ?? "any box"}`);
    }
    if (fact?.serial === input.box.serial) continue;
    otherwise.set(line.type, (otherwise.get(line.type) ?? 0) + (fact?.count ?? line.count));
  }
  return { otherwise, portableElsewhere, warnings };
}

/** `Relay-BRIs=2 (9e2d-…)`: enough for a person to find the line, not the whole key. */
export function describe(line: LicenseLine): string {
  return `${line.type}=${line.count}${line.key ? ` (${line.key.slice(0, 4)}-…)` : ""}`;
}
