import type { Generated } from "kysely";
import type { SerialNumber } from "../license/serial-number.ts";

/** A person or company with a balance, or an issuer. */
export interface AccountRow {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  role: "reseller" | "issuer";
  password_hash: string | null;
  agreement_version: string;
  agreed_at: string;
  created_at: string;
}

export interface ActivationKeyRow {
  id: string;
  code: string;
  issued_at: string;
  /** Missing until it is added to a balance. */
  account_id: string | null;
  activated_at: string | null;
}

/** So many licenses of one type that came with one activation key. */
export interface LotRow {
  id: Generated<number>;
  activation_key_id: string;
  type: string;
  count: number;
  used: number;
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
  /** Who did it: an e-mail address, or `operator`. */
  actor: string;
  account_id: string | null;
  action: string;
  request_id: string | null;
  /** JSON */
  detail: string;
  previous_hash: string;
  hash: string;
}

export interface PoolTables {
  account: AccountRow;
  activation_key: ActivationKeyRow;
  lot: LotRow;
  balance: BalanceRow;
  license_key: LicenseKeyRow;
  lot_use: LotUseRow;
  request: RequestRow;
  predefined: PredefinedRow;
  ledger: LedgerRow;
}
