/** Everything that the pool refuses, and what it means. */
export const poolErrors = {
  "short-of-licenses": "the balance has fewer licenses left than are asked for",
  "unknown-activation-key": "no such activation key was issued here",
  "bad-activation-key": "the check group does not fit: mistyped, or one of the vendor's",
  "activation-key-used": "the activation key was added to a balance before",
  "not-yours": "it belongs to another account",
  "serial-needed": "a hardware-bound license wants the serial number of its box",
  "request-id-conflict": "the request id was used before for something else",
  "nothing-predefined": "no predefined license waits for the serial number",
  "nothing-left": "all of the activation key is spent, or went to another account",
  "not-found": "there is no such thing, or it is another account's",
  "no-license-keys": "the account has no license key for the serial number",
  "unknown-account": "there is no such account",
  "account-exists": "there is an account of that e-mail address already",
  "account-disabled": "the account is shut out: it can be looked at and taken from, nothing is spent or added",
  "account-needed": "it is not clear which account is meant",
  "not-an-issuer": "only an issuer may do that",
  "agreement-missing": "the license agreement must be accepted before anything else",
  unauthenticated: "no session or token that is valid, or not the right password",
  "too-many-tries": "it was tried too often; another try is worth it after the time that is told",
  "bad-invitation": "no such invitation waits, or it has expired, or it is another person's",
  "unknown-token": "the account has no such token",
  "unknown-person": "nobody of that address works for the account",
  "last-owner": "an account keeps one owner at least",
  "budget-used-up": "a token created as many licenses today as it may",
  "pool-unreachable": "the pool server does not answer, or cannot work now",
  "bad-answer": "what answers at the pool server's address is no pool server, or one that is not understood",
  forbidden: "this role may not do that",
  "bad-request": "what is asked for cannot be",
} as const satisfies Record<string, string>;

export type PoolErrorCode = keyof typeof poolErrors;

export interface FieldMistake {
  /** `licenseKeys.2.count` */
  readonly field: string;
  readonly message: string;
}

/** What the pool refused, in a sentence for a person. */
export class PoolError extends Error {
  readonly code: PoolErrorCode;
  /** Of `too-many-tries`: seconds until another try is worth it. */
  readonly retryAfter?: number;
  /** Where several fields of what was asked for are wrong: all of them. */
  readonly mistakes?: readonly FieldMistake[];

  constructor(code: PoolErrorCode, message: string, more: Pick<PoolError, "retryAfter" | "mistakes"> = {}) {
    super(message);
    this.name = "PoolError";
    this.code = code;
    Object.assign(this, more);
  }
}
