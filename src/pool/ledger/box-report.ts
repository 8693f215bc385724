import type { SerialNumber } from "../../license/serial-number.ts";

/** What was read from a box. */
export interface BoxReport {
  readonly serial: SerialNumber;
  /** The key codes of all license lines on it; missing where they were not read. */
  readonly installed?: readonly string[] | undefined;
  readonly site?: string | undefined;
  /** How it stands, as its site sees it. */
  readonly state?: Readonly<Record<string, unknown>> | undefined;
}
