import { byteText, readable } from "../../license/byte-text.ts";
import { type SerialNumber, tryParseSerialNumber } from "../../license/serial-number.ts";
import { parseVersionText } from "./firmware.ts";
import { attribute, findXmlElement } from "./parse-xml.ts";

/** What a box says of itself: box_info.xml, its start page, or SNMP. */
export interface BoxFacts {
  readonly serial?: SerialNumber;
  /** `IP400` */
  readonly product?: string;
  /** `5.01` */
  readonly firmware?: string;
  readonly name?: string;
  readonly resetRequired?: boolean;
  readonly upTimeSeconds?: number;
}

/**
 * Reads `/CMD0/box_info.xml`: a `<sys version="…" reset-required="…">` somewhere inside [C], the serial number in its
 * attribute `serial` [P]. `undefined` when there is no such element with a version text of a box.
 */
export function parseBoxInfo(body: Buffer): BoxFacts | undefined {
  const sys = findXmlElement(readable(byteText(body)), "sys");
  const version = sys && parseVersionText(attribute(sys, "version"));
  if (sys === undefined || version?.product === undefined) return undefined;
  const serial = tryParseSerialNumber(attribute(sys, "serial"));
  const [name, reset] = [attribute(sys, "name"), attribute(sys, "reset-required").toLowerCase()];
  return {
    ...version,
    ...(serial && { serial }),
    ...(name && { name }),
    ...(reset && { resetRequired: reset === "true" || reset === "1" }),
  };
}
