import type { KeptLine } from "../../license/kept-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";

/** A license key, as the pool keeps and shows it. Once created it cannot be taken back by its user. */
export interface LicenseKey extends KeptLine {
  readonly id: string;
  readonly type: string;
  readonly count: number;
  readonly serial?: SerialNumber;
  readonly customer?: string;
  readonly location?: string;
  readonly description?: string;
  /** The code proper, `9e2d-7985-3e84-1005`. */
  readonly key: string;
  readonly status: "active" | "revoked";
  readonly issuer: "own" | "vendor";
  /** Claimed, not paid from the balance. */
  readonly predefined: boolean;
  readonly requestId?: string;
  readonly createdAt: string;
  readonly revokedAt?: string;
  readonly revokedWhy?: string;
  /** When the licenses of a revoked key went back to the balance. */
  readonly returnedAt?: string;
  /** The key that took its place when a box was exchanged. */
  readonly replacedBy?: string;
  /** When, and on which box, it was last read back. */
  readonly seenAt?: string;
  readonly seenOn?: SerialNumber;
}

export function toLicenseKey(row: LicenseKeyRow): LicenseKey {
  return {
    id: row.id,
    type: row.type,
    count: row.count,
    ...(row.serial !== null && { serial: row.serial }),
    ...(row.customer !== null && { customer: row.customer }),
    ...(row.location !== null && { location: row.location }),
    ...(row.description !== null && { description: row.description }),
    key: row.code,
    ...keptLine(row),
    status: row.status,
    issuer: row.issuer,
    predefined: row.predefined === 1,
    ...(row.request_id !== null && { requestId: row.request_id }),
    createdAt: row.created_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
    ...(row.revoked_why !== null && { revokedWhy: row.revoked_why }),
    ...(row.returned_at !== null && { returnedAt: row.returned_at }),
    ...(row.replaced_by !== null && { replacedBy: row.replaced_by }),
    ...(row.seen_at !== null && { seenAt: row.seen_at }),
    ...(row.seen_on !== null && { seenOn: row.seen_on }),
  };
}

/** The line to install. */
export function keptLine({ line, line_is_bytes }: Pick<LicenseKeyRow, "line" | "line_is_bytes">): KeptLine {
  return { line, ...(line_is_bytes === 1 && { lineIsBytes: true }) };
}
