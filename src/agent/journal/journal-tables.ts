import type { Generated } from "kysely";
import type { ToldTables } from "../../webhook/notices.ts";
import type { ApprovalRow } from "./approval-tables.ts";
import type { RegistrationTables } from "./expected-registrations.ts";
import type { JournalAction } from "./journal-action.ts";
import type { DeliveryProofRow, RemovalRow } from "./removal-tables.ts";

/** One thing intended, done or seen. */
export interface EntryRow {
  id: Generated<number>;
  /** ISO 8601, UTC. */
  at: string;
  serial: string | null;
  address: string | null;
  /** `backup`, `claim`, `create-key`, `deliver`, `reset`, … */
  action: JournalAction;
  phase: "intent" | "done" | "failed" | "seen";
  /** The intent that this is the result of. */
  intent: number | null;
  /** JSON, without secrets. */
  detail: string;
}

export interface BoxRow {
  serial: string;
  address: string | null;
  http_port: number | null;
  product: string | null;
  firmware: string | null;
  profile: string | null;
  /** When a person vouched for it; boxes listed in the configuration need none. */
  enrolled_at: string | null;
  up_time_seconds: number | null;
  /** 0 or 1 */
  reset_required: number | null;
  /** JSON: fingerprints of some of the configuration's lines, by which a factory reset shows. */
  settings_sample: string | null;
}

export interface BoxStateRow {
  serial: string;
  address: string | null;
  outcome: string;
  /** When the outcome became this one. */
  since: string;
  waiting_for: string | null;
  /** Machine-readable: `window`, `approval`, … */
  wait_kind: string | null;
  error_code: string | null;
  error_message: string | null;
  /** In a row. */
  failures: number;
  next_try_at: string | null;
  looked_at: string | null;
  passed_at: string | null;
  /** When a pass last had an answer from it. */
  answered_at: string | null;
  /** JSON: what it lacks, as of the last pass that could find out. */
  shortfalls: string | null;
}

export interface FactRow {
  /** `last-round`, `agent-id`, … */
  name: string;
  value: string;
}

export interface LineRow {
  serial: string;
  identity: string;
  delivered_at: string | null;
  effective_at: string | null;
}

export interface BreakerRow {
  /** `box:<serial>` or `profile:<id>` */
  scope: string;
  code: string;
  message: string;
  since: string;
}

export interface RefusedCredentialRow {
  serial: string;
  salt: string;
  hash: string;
  at: string;
}

export interface PendingResetRow {
  serial: string;
  how: string;
  intended_at: string;
  /** Missing while it is only intended. */
  sent_at: string | null;
}

export interface WireMemoryRow {
  /** `digest:<address>:<port>` or `host-key:<serial>` */
  name: string;
  value: string;
}

export interface JournalTables extends ToldTables, RegistrationTables {
  entry: EntryRow;
  box: BoxRow;
  line: LineRow;
  breaker: BreakerRow;
  refused_credential: RefusedCredentialRow;
  pending_reset: PendingResetRow;
  wire_memory: WireMemoryRow;
  box_state: BoxStateRow;
  fact: FactRow;
  approval: ApprovalRow;
  removal: RemovalRow;
  delivery_proof: DeliveryProofRow;
}
