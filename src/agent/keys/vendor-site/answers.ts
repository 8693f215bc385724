import type { SerialNumber } from "../../../license/serial-number.ts";

/** What can be typed into the pages. */
export interface Answers {
  readonly user: string;
  readonly password: string;
  readonly serial: SerialNumber;
}
