import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { KeyFact, OfferedLine } from "../keys/key-source.ts";

/**
 * - `in-step`: on the box, and known
 * - `not-installed`: known, and not on the box
 * - `foreign`: on the box, and nobody knows it
 * - `of-another-box`: on the box, and its key is another box's
 * - `revoked`: on the box, and must not be used
 * - `box-not-read`: known; the box could not be read
 */
export type ReportState = "in-step" | "not-installed" | "foreign" | "of-another-box" | "revoked" | "box-not-read";

/** One license of the site: what the pool (or a license file) has, and what the box has. */
export interface ReportRow {
  readonly type: string;
  readonly serial: SerialNumber;
  readonly name?: string;
  readonly product?: string;
  readonly address?: string;
  readonly customer?: string;
  readonly location?: string;
  readonly description?: string;
  /** The start of the key code: enough to find it. */
  readonly key?: string;
  /** Licenses by the pool or a license file; missing where neither knows it. */
  readonly inPool?: number;
  /** Licenses by the line on the box; missing where there is none, or the box could not be read. */
  readonly onBox?: number;
  readonly state: ReportState;
}

/** A box, what was read of it, and what sources of keys have for it. */
export interface ReportedBox {
  readonly serial: SerialNumber;
  readonly name?: string;
  readonly product?: string;
  readonly address?: string;
  /** Missing when it could not be read. */
  readonly installed?: readonly LicenseLine[];
  readonly offers: readonly OfferedLine[];
}

/** All licenses of the boxes, one row each: first by box, then by type. A key counts once, however often it stands there. */
export function reportRows(boxes: readonly ReportedBox[], facts: ReadonlyMap<string, KeyFact>): ReportRow[] {
  return boxes
    .flatMap((box) => rowsOf(box, facts))
    .sort((one, other) => compare(one.serial, other.serial) || compare(one.type, other.type));
}

function rowsOf(box: ReportedBox, facts: ReadonlyMap<string, KeyFact>): ReportRow[] {
  const known = new Map(box.offers.map(({ line }) => [licenseIdentity(line), line]));
  const there = new Map((box.installed ?? []).map((line) => [licenseIdentity(line), line]));
  const { serial, name, product, address } = box;
  const which = { serial, ...(name && { name }), ...(product && { product }), ...(address && { address }) };
  const installed = [...there].map(([identity, line]): ReportRow => {
    const fact = line.key === undefined ? undefined : facts.get(line.key);
    const isOthers = fact?.serial !== undefined && fact.serial !== serial;
    const inPool = isOthers ? undefined : (fact?.count ?? known.get(identity)?.count);
    const state = stateOf(fact, isOthers, inPool);
    return { ...which, ...lineFacts(line), ...(inPool !== undefined && { inPool }), onBox: line.count, state };
  });
  const state: ReportState = box.installed === undefined ? "box-not-read" : "not-installed";
  const missing = [...known].filter(([identity]) => !there.has(identity));
  return [
    ...installed,
    ...missing.map(([, line]): ReportRow => ({ ...which, ...lineFacts(line), inPool: line.count, state })),
  ];
}

function stateOf(fact: KeyFact | undefined, isOthers: boolean, inPool: number | undefined): ReportState {
  if (fact?.status === "revoked") return "revoked";
  if (isOthers) return "of-another-box";
  return inPool === undefined ? "foreign" : "in-step";
}

function lineFacts({ type, customer, location, description, key }: LicenseLine) {
  return {
    type,
    ...(customer && { customer }),
    ...(location && { location }),
    ...(description && { description }),
    ...(key && { key: `${key.slice(0, 4)}-…` }),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
