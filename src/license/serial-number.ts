import { LicenseError } from "./license-error.ts";

/** The MAC address that names a box: six lower-case hex pairs joined by `-`, always from the block `00-90-33`. */
export type SerialNumber = string & { readonly __brand: "SerialNumber" };

const separated = /^([0-9a-f]{2})([-:])([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})/i;
const dotted = /^([0-9a-f]{4})\.([0-9a-f]{4})\.([0-9a-f]{4})|^([0-9a-f]{2}(?:\.[0-9a-f]{2}){5})/i;
const bare = /^[0-9a-f]{12}/i;
/** From V6 the Info page shows two more digits against typing errors [D]; the algorithm is unknown, so they are dropped. */
const checksum = /^(?:[-:. ]?[0-9a-f]{2}|\s*\([0-9a-f]{2}\))?$/i;

/**
 * Reads a serial number in every way that people type a MAC address: with `-`, `:`, `.` or nothing between the
 * digits, upper or lower case, with or without the two check digits of V6.
 * @throws LicenseError `bad-serial-number` when it is no MAC address, or none of the block 00-90-33
 */
export function parseSerialNumber(text: string): SerialNumber {
  const serial = tryParseSerialNumber(text);
  if (serial === undefined) {
    throw new LicenseError(
      "bad-serial-number",
      `"${text.slice(0, 40)}" is no serial number; wanted is the MAC address on the label, like 00-90-33-01-02-9f`,
    );
  }
  return serial;
}

/** The same as `parseSerialNumber`, but `undefined` where it would throw. */
export function tryParseSerialNumber(text: string): SerialNumber | undefined {
  const trimmed = text.trim();
  const mac = (separated.exec(trimmed) ?? dotted.exec(trimmed) ?? bare.exec(trimmed))?.[0];
  if (mac === undefined || !checksum.test(trimmed.slice(mac.length))) return undefined;
  return serialNumberFromBytes(Buffer.from(mac.replace(/[-:.]/g, ""), "hex"));
}

/** The serial number in six raw bytes, as SNMP's ifPhysAddress gives them; `undefined` when it is no innovaphone one. */
export function serialNumberFromBytes(bytes: Uint8Array): SerialNumber | undefined {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("-");
  return isSerialNumber(pairs) ? pairs : undefined;
}

function isSerialNumber(text: string): text is SerialNumber {
  return /^00-90-33(-[0-9a-f]{2}){3}$/.test(text);
}
