import { checkCount, findLicenseType, licenseType } from "../../license/license-catalog.ts";
import { LicenseError } from "../../license/license-error.ts";
import { writeLicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { PoolError } from "../pool-error.ts";

/** What is asked for: so many more, or as many as make the active keys of the type for the box add up to a total. */
export interface AskedKey {
  readonly type: string;
  readonly amount: { readonly count: number } | { readonly total: number };
  readonly serial?: SerialNumber | undefined;
  readonly customer?: string | undefined;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
}

/** What is wrong with a request for a license key, and in which of its fields. */
export interface RequestMistake {
  readonly field: "type" | "count" | "serial" | "customer" | "location" | "description";
  readonly error: LicenseError | PoolError;
}

/** A key code as long as every other. */
const anyKey = "0000-0000-0000-0000";

/** All that can be told to be wrong from the request alone. */
export function requestMistakes(request: AskedKey): RequestMistake[] {
  const { type, amount, serial } = request;
  const count = "count" in amount ? amount.count : amount.total;
  const mistakes: RequestMistake[] = [];
  const check = (field: RequestMistake["field"], work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof LicenseError) && !(error instanceof PoolError)) throw error;
      mistakes.push({ field, error });
    }
  };
  check("type", () => licenseType(type));
  check("count", () => checkCount(count, type));
  check("serial", () => checkSerial(request));
  if (mistakes.length > 0) return mistakes;
  check(longestText(request), () => writeLicenseLine({ ...request, count, serial, key: anyKey }));
  return mistakes;
}

function checkSerial({ type, amount, serial }: AskedKey): void {
  if (serial !== undefined) return;
  if ("total" in amount) throw new PoolError("serial-needed", "a total is counted for a box: give its serial number");
  if (isBound(type)) throw new PoolError("serial-needed", `${type} is bound to its box: give its serial number`);
}

function isBound(type: string): boolean {
  return findLicenseType(type)?.boundTo === "serial-number";
}

function longestText(request: AskedKey): RequestMistake["field"] {
  const [longest = "description"] = (["description", "location", "customer"] as const).toSorted(
    (one, other) => (request[other]?.length ?? 0) - (request[one]?.length ?? 0),
  );
  return longest;
}
