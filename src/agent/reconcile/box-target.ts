import type { Endpoint } from "../../box/endpoint.ts";
import type { SerialNumber } from "../../license/serial-number.ts";

/** What to look for: a serial number, or whatever box answers at an address. */
export type BoxTarget = { readonly serial: SerialNumber } | { readonly endpoint: Endpoint };
