import type { Generated } from "kysely";
import type { SerialNumber } from "../license/serial-number.ts";
import type { ToldTables } from "../webhook/notices.ts";

/** Somebody with a password, who works for one account or several. */
export interface PersonRow {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  password_hash: string | null;
  agreement_version: string;
  agreed_at: string;
  created_at: string;
  disabled_at: string | null;
}

/** Whose balance it is, or who issues. */
export interface AccountRow {
  id: string;
  /** Lower case; the address of whom it was made for, and its name for others. */
  email: string;
  name: string;
  role: "reseller" | "issuer";
  created_at: string;
  disabled_at: string | null;
}

/** Who works for which account, as what. */
export interface MembershipRow {
  account_id: string;
  person_id: string;
  role: "owner" | "member" | "auditor";
  since: string;
}

export interface InvitationRow {
  id: string;
  account_id: string;
  email: string;
  role: MembershipRow["role"];
  /** SHA-256 of the one-time code. */
  code_hash: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** A session of a person, or an agent's token. */
export interface TokenRow {
  id: string;
  /** SHA-256 of what is shown once. */
  hash: string;
  kind: "session" | "agent";
  person_id: string | null;
  /** Of a session: the account that it works for unless another is named. */
  account_id: string | null;
  name: string;
  /** JSON: `["read", "claim", "create"]` */
  scopes: string;
  /** JSON: the boxes that the token is for; missing where it is for a site. */
  serials: string | null;
  site: string | null;
  /** Licenses that may be created for a box, and in all, a day. */
  per_box: number | null;
  per_day: number | null;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  /** When it was refused last because its budget was not enough. */
  refused_at: string | null;
}

/** One try of what is limited in rate. */
export interface AttemptRow {
  id: string;
  /** `login:anna@example.org`, `login-from:192.0.2.7`, `claim:<account>` */
  scope: string;
  at: string;
}

export interface ActivationKeyRow {
  id: string;
  code: string;
  issued_at: string;
  /** Who added it to a balance; missing until then. */
  account_id: string | null;
  activated_at: string | null;
}

/** So many licenses of one type that came with one activation key, and whose they are now. */
export interface LotRow {
  id: Generated<number>;
  activation_key_id: string;
  type: string;
  count: number;
  used: number;
  /** Missing until the activation key is added to a balance. */
  account_id: string | null;
  /** When they came to that account: the oldest are spent first. */
  loaded_at: string | null;
}

/** What is unspent of an activation key, offered to whoever has, or will have, the e-mail address. */
export interface TransferRow {
  id: string;
  activation_key_id: string;
  from_account_id: string;
  to_email: string;
  to_account_id: string | null;
  status: "offered" | "accepted" | "declined";
  /** JSON, once accepted: what went over. */
  lots: string | null;
  created_at: string;
  decided_at: string | null;
}

/** The sum of an account's lots of one type; `used` never exceeds `loaded`. */
export interface BalanceRow {
  account_id: string;
  type: string;
  loaded: number;
  used: number;
}

export interface LicenseKeyRow {
  id: string;
  account_id: string;
  type: string;
  count: number;
  serial: SerialNumber | null;
  customer: string | null;
  location: string | null;
  description: string | null;
  code: string;
  line: string;
  status: "active" | "revoked";
  issuer: "own" | "vendor";
  /** 1: claimed, not paid from the balance. */
  predefined: number;
  request_id: string | null;
  created_at: string;
  /** Number of the ledger entry that tells of its making: the order of making, whatever the clock said. */
  sequence: number;
  /** The agent's token that asked for it; its budget is counted by this. */
  token_id: string | null;
  customer_folded: string;
  folded: string;
  /** 1: the line is no UTF-8, and each character of it stands for a byte (vendor files that were imported). */
  line_is_bytes: number;
  revoked_at: string | null;
  revoked_why: string | null;
  /** When the count of a revoked key went back to its lots. */
  returned_at: string | null;
  /** The key that took its place when a box was exchanged. */
  replaced_by: string | null;
  /** When, and on which box, it was last read back. */
  seen_at: string | null;
  seen_on: SerialNumber | null;
}

/** Which lot paid how much of which license key. */
export interface LotUseRow {
  license_key_id: string;
  lot_id: number;
  count: number;
}

/** A request that was answered: the same id gives the same answer for ever. */
export interface RequestRow {
  account_id: string;
  id: string;
  /** What was asked for, as canonical JSON. */
  content: string;
  created_at: string;
}

export interface PredefinedRow {
  id: string;
  serial: SerialNumber;
  type: string;
  count: number;
  created_at: string;
  /** Set by the first claim, for ever. */
  account_id: string | null;
  license_key_id: string | null;
}

/** The ledger: append-only, each entry chained to the one before by its hash. */
export interface LedgerRow {
  sequence: Generated<number>;
  at: string;
  /** Who did it: an e-mail address, `token NAME`, or `operator`. */
  actor: string;
  account_id: string | null;
  action: string;
  request_id: string | null;
  /** JSON */
  detail: string;
  previous_hash: string;
  hash: string;
}

/** A box that is the account's: somebody of it said so, or its site reports it. */
export interface BoxRow {
  account_id: string;
  serial: SerialNumber;
  site: string | null;
  added_by: string;
  added_at: string;
  reported_at: string | null;
  /** JSON: what the site last said of it. */
  state: string | null;
}

export interface SiteRow {
  account_id: string;
  name: string;
  reported_at: string;
}

/** An agent that reports for a site. */
export interface AgentRow {
  account_id: string;
  id: string;
  site: string;
  /** Name of its newest report. */
  last: string;
  every_ms: number;
  first_at: string;
  reported_at: string;
  copy_seen_at: string | null;
}

/** An agent that writes to a box. */
export interface BoxHoldRow {
  account_id: string;
  serial: SerialNumber;
  agent: string;
  until: string;
}

export interface PoolTables extends ToldTables {
  agent: AgentRow;
  box_hold: BoxHoldRow;
  person: PersonRow;
  account: AccountRow;
  membership: MembershipRow;
  invitation: InvitationRow;
  token: TokenRow;
  attempt: AttemptRow;
  transfer: TransferRow;
  box: BoxRow;
  site: SiteRow;
  activation_key: ActivationKeyRow;
  lot: LotRow;
  balance: BalanceRow;
  license_key: LicenseKeyRow;
  lot_use: LotUseRow;
  request: RequestRow;
  predefined: PredefinedRow;
  ledger: LedgerRow;
}
