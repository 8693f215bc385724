import type { LicenseErrorCode } from "../../license/license-error.ts";
import type { StoreErrorCode } from "../../store/store-error.ts";
import type { PoolErrorCode } from "../pool-error.ts";

/** The HTTP status of every error that an operation can end with. */
export const errorStatus = {
  "short-of-licenses": 409,
  "unknown-activation-key": 404,
  "bad-activation-key": 422,
  "activation-key-used": 409,
  "not-yours": 404,
  "serial-needed": 422,
  "request-id-conflict": 409,
  "nothing-predefined": 404,
  "no-license-keys": 404,
  "unknown-account": 404,
  "account-exists": 409,
  "account-needed": 422,
  "not-an-issuer": 403,
  "budget-used-up": 409,
  forbidden: 403,
  "bad-request": 422,
  "bad-serial-number": 422,
  "bad-line": 422,
  "bad-file": 422,
  "bad-type": 422,
  "store-unusable": 503,
  "store-newer": 503,
  "store-read-only": 503,
  "disk-full": 507,
  "store-busy": 503,
  "store-unreachable": 503,
} as const satisfies Record<PoolErrorCode | LicenseErrorCode | StoreErrorCode, number>;
