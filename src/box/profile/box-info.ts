import { XMLParser } from "fast-xml-parser";
import { byteText, readable } from "../../license/byte-text.ts";
import { type SerialNumber, tryParseSerialNumber } from "../../license/serial-number.ts";
import { parseVersionText } from "./firmware.ts";

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

const deepest = 8;
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", parseAttributeValue: false });

/**
 * Reads `/CMD0/box_info.xml`: a `<sys version="…" reset-required="…">` somewhere inside [C], the serial number in its
 * attribute `serial` [P]. `undefined` when there is no such element with a version text of a box.
 */
export function parseBoxInfo(body: Buffer): BoxFacts | undefined {
  const sys = findElement(parseXml(body), "sys", deepest);
  const version = sys && parseVersionText(text(sys["@version"]));
  if (sys === undefined || version?.product === undefined) return undefined;
  const serial = tryParseSerialNumber(text(sys["@serial"]));
  const [name, reset] = [text(sys["@name"]), text(sys["@reset-required"]).toLowerCase()];
  return {
    ...version,
    ...(serial && { serial }),
    ...(name && { name }),
    ...(reset && { resetRequired: reset === "true" || reset === "1" }),
  };
}

function parseXml(body: Buffer): unknown {
  try {
    return parser.parse(readable(byteText(body)));
  } catch {
    return undefined;
  }
}

function findElement(node: unknown, name: string, depth: number): Record<string, unknown> | undefined {
  if (typeof node !== "object" || node === null || depth === 0) return undefined;
  for (const [key, value] of Object.entries(node)) {
    const children: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) {
      if (key === name && isElement(child)) return child;
      const found = findElement(child, name, depth - 1);
      if (found) return found;
    }
  }
  return undefined;
}

function isElement(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
