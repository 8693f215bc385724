import { type ByteText, readable, toByteText } from "./byte-text.ts";
import { licenseFlags, licenseType, licenseTypeName } from "./license-catalog.ts";
import { LicenseError } from "./license-error.ts";
import { type SerialNumber, tryParseSerialNumber } from "./serial-number.ts";

/** One `vars create LICENSE/…` line: the raw bytes, and as much of their meaning as is certain. */
export interface LicenseLine {
  /** The very bytes, without the line end. */
  readonly raw: ByteText;
  /** `LICENSE/RELAY0`, without the five-digit element that a box may append. */
  readonly variable: string;
  /** Copied, never built: what the flags mean is unproved. */
  readonly flags: string;
  /** `Relay-BRIs`; made up from variable and name when the catalog has no such type. */
  readonly type: string;
  readonly count: number;
  readonly serial?: SerialNumber;
  readonly customer?: string;
  readonly location?: string;
  readonly description?: string;
  /** What stands between serial number and key where blanks separate it, so that its fields cannot be told apart. */
  readonly unsplit?: string;
  /** The license key proper, `9e2d-7985-3e84-1005`. */
  readonly key?: string;
}

/** What a new line is made of. */
export interface LicenseLineFields {
  readonly type: string;
  readonly count: number;
  readonly serial?: SerialNumber | undefined;
  readonly customer?: string | undefined;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  readonly key: string;
}

/** Longer lines are refused: no box is known to take more, and no license needs it [P]. */
export const longestLine = 2000;

const shape = /^[ \t]*vars[ \t]+create[ \t]+(LICENSE\/[^\s,]+)[ \t]+(\S+)[ \t]+(\S[\s\S]*)$/;
const counted = /^([^\s=,]+)=(\d{1,7})(?=[\s,]|$)[ \t]*/;
const trailingKey = /(?:^|[\s,])([0-9a-f]{4}(?:-[0-9a-f]{4}){3})[\s,]*$/i;

/** Whether this is meant as a license line, however wrong it may be. */
export function looksLikeLicenseLine(raw: string): boolean {
  return /^[ \t]*vars[ \t]+create[ \t]+LICENSE\//.test(raw);
}

/**
 * Reads a license line, commas or blanks between its fields, whatever its flags.
 * @throws LicenseError `bad-line` when it is no `vars create LICENSE/<name> <flags> <name>=<count>…` line
 */
export function parseLicenseLine(raw: ByteText): LicenseLine {
  const line = tryParseLicenseLine(raw);
  if (line === undefined) {
    throw new LicenseError(
      "bad-line",
      `"${readable(raw).slice(0, 80)}" is no license line; wanted is vars create LICENSE/<name> <flags> <name>=<count>,…`,
    );
  }
  return line;
}

/** The same as `parseLicenseLine`, but `undefined` where it would throw. */
export function tryParseLicenseLine(raw: ByteText): LicenseLine | undefined {
  const [, name, flags, value] = shape.exec(raw) ?? [];
  const head = counted.exec(value ?? "");
  const count = Number(head?.[2]);
  if (name === undefined || flags === undefined || value === undefined || !head?.[1] || count < 1) return undefined;
  const variable = name.replace(/\/\d{5}$/, "");
  const rest = value.slice(head[0].length);
  return {
    raw,
    variable,
    flags,
    type: licenseTypeName(variable, head[1]),
    count,
    ...readTail(rest as ByteText),
  };
}

/** The name under which the line stands on its box: the variable, with the five-digit element where the box appended one. */
export function nameOnBox({ raw }: Pick<LicenseLine, "raw">): string {
  return shape.exec(raw)?.[1] ?? "";
}

/** Two lines are the same license when variable and key code agree; without a key code, when the bytes do. */
export function licenseIdentity(line: LicenseLine): string {
  return line.key === undefined ? line.raw.trim() : `${line.variable} ${line.key}`;
}

/**
 * Writes the line to install, with commas:
 * `vars create LICENSE/RELAY0 pau BRIs=2,<serial>,<customer>,<location>,<description>,<key>`.
 * @throws LicenseError `bad-type` for an unknown type, `bad-line` when the line becomes too long
 */
export function writeLicenseLine(fields: LicenseLineFields): string {
  const { variable, name } = licenseType(fields.type);
  const texts = [fields.customer, fields.location, fields.description].map((text) => escapeField(text ?? ""));
  const value = [`${name}=${fields.count}`, fields.serial ?? "", ...texts, fields.key].join(",");
  const line = `vars create ${variable} ${licenseFlags} ${value}`;
  if (toByteText(line).length > longestLine) {
    throw new LicenseError(
      "bad-line",
      `customer, location and description are too long: a line has ${longestLine} bytes`,
    );
  }
  return line;
}

type Tail = Pick<LicenseLine, "serial" | "customer" | "location" | "description" | "unsplit" | "key">;

function readTail(rest: ByteText): Tail {
  const found = trailingKey.exec(rest);
  const key = found?.[1]?.toLowerCase();
  const body = (found ? rest.slice(0, found.index) : rest).replace(/^,/, "");
  const first = /^[^\s,]*/.exec(body)?.[0] ?? "";
  const serial = tryParseSerialNumber(first);
  const afterSerial = body.slice(serial || first === "" ? first.length : 0);
  const middle = afterSerial.replace(/^[ \t]*,|^[ \t]+/, "");
  return {
    ...(serial && { serial }),
    ...readTexts(middle),
    ...(key && { key }),
  };
}

function readTexts(middle: string): Pick<Tail, "customer" | "location" | "description" | "unsplit"> {
  if (middle.trim() === "") return {};
  const parts = middle.split(",");
  if (parts.length !== 3) return { unsplit: readable(middle.trim() as ByteText) };
  const [customer, location, description] = parts.map((part) => unescapeField(readable(part as ByteText)));
  return { ...(customer && { customer }), ...(location && { location }), ...(description && { description }) };
}

function escapeField(text: string): string {
  return text.replace(/[%,\x00-\x1f\x7f-\x9f\u2028\u2029]/g, (char) =>
    Array.from(Buffer.from(char, "utf8"), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

function unescapeField(text: string): string {
  try {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decodeURIComponent(run));
  } catch {
    return text;
  }
}
