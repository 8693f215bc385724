import { hash } from "node:crypto";
import { type LicenseLine, licenseIdentity } from "../../license/license-line.ts";
import { isRemovalOutstanding, type RemovalRecord } from "./removal-record.ts";

/** In force, as far as it was seen: the box restarted after the line was there and still had it, or not, or nobody saw. */
export type Effective = "yes" | "no" | "unknown";

/** What the journal knows of one line on one box. */
export interface LineRecord {
  /** `lineFingerprint` of the line. */
  readonly identity: string;
  readonly deliveredAt?: string | undefined;
  /** When it was seen after a restart that came after it. */
  readonly effectiveAt?: string | undefined;
}

/**
 * Whether what is installed, and nothing else, is in force: `no` while a line that varsync delivered or removed waits for a
 * restart, `yes` when every line was seen to outlive one, else `unknown`. A box without licenses has nothing that could
 * be in force.
 */
export function effectiveOf(
  installed: readonly LicenseLine[],
  records: readonly LineRecord[],
  removals: readonly RemovalRecord[] = [],
): Effective {
  if (isRemovalOutstanding(removals)) return "no";
  if (installed.length === 0) return "unknown";
  const byIdentity = new Map(records.map((record) => [record.identity, record]));
  const known = installed.map((line) => byIdentity.get(lineFingerprint(line)));
  if (known.some((record) => record?.deliveredAt !== undefined && record.effectiveAt === undefined)) return "no";
  return known.every((record) => record?.effectiveAt !== undefined) ? "yes" : "unknown";
}

/** Whether lines that varsync delivered or removed still wait for a restart. */
export function isResetOutstanding(...known: Parameters<typeof effectiveOf>): boolean {
  return effectiveOf(...known) === "no";
}

/** Names a line in the journal without its key code. */
export function lineFingerprint(line: LicenseLine): string {
  return hash("sha256", licenseIdentity(line), "hex").slice(0, 24);
}
