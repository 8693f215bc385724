import type { SerialNumber } from "../../license/serial-number.ts";
import type { Endpoint } from "../endpoint.ts";

/** How an address came to be known: it answered to SNMP, to HTTP, or it was listed and answered. */
export type SightingWay = "list" | "snmp" | "http";

/** An address that answered as a box may. Whether it is the box it says is for `identify` to find out. */
export interface Sighting extends Endpoint {
  readonly serial?: SerialNumber;
  /** A second serial number that the other way gave for this address; `serial` is the one that HTTP gave. */
  readonly otherSerial?: SerialNumber;
  /** `IP400` */
  readonly product?: string;
  /** `5.01`, or `05-5100` where the version text has no label. */
  readonly firmware?: string;
  /** The id of the profile that the product has. */
  readonly profile?: string;
  readonly via: readonly SightingWay[];
}
