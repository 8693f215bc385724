import { priorityOf } from "./journal-priority.ts";

/** Of a line of the log: what journald has fields of its own for. */
const ownFields: ReadonlySet<string> = new Set(["level", "time", "pid", "hostname", "msg"]);
/** Names that journald, or this entry, gives another meaning. */
const taken: ReadonlySet<string> = new Set(["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "MSG"]);

/**
 * A line of the log as an entry for journald, in its native protocol: each fact is a field (`SERIAL=`, `CODE=`,
 * `WAITING_FOR=`), those of an error too (`ERR_MESSAGE=`); `MSG=` is the constant text, `MESSAGE=` that and the facts.
 */
export function journalEntry(line: string): Buffer {
  const facts = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const told = Object.entries(facts).filter(([key]) => !ownFields.has(key));
  const message = String(facts["msg"] ?? "");
  const fields: [string, string][] = [
    ["MESSAGE", [message, ...told.map(([key, value]) => `${key}=${inWords(value)}`)].join(" ")],
    ["PRIORITY", String(priorityOf(line))],
    ["SYSLOG_IDENTIFIER", "varsync"],
    ["MSG", message],
  ];
  for (const [key, value] of told) {
    const name = fieldName(key);
    if (isRecord(value)) {
      for (const [part, inner] of Object.entries(value)) fields.push([`${name}_${fieldName(part)}`, asText(inner)]);
    } else fields.push([taken.has(name) ? `FACT_${name}` : name, asText(value)]);
  }
  return Buffer.concat(fields.map(encoded));
}

/** A value with line ends is preceded by its length, 64 bits, little-endian. */
function encoded([name, value]: readonly [string, string]): Buffer {
  if (!value.includes("\n")) return Buffer.from(`${name}=${value}\n`);
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from("\n")]);
}

/** `waitingFor` is `WAITING_FOR`; journald takes capital letters, digits and `_`, no digit first, 64 at most. */
function fieldName(key: string): string {
  const name = key.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  const plain = name.replaceAll(/[^A-Z0-9]+/g, "_").replace(/^_/, "");
  return (/^[A-Z]/.test(plain) ? plain : `FACT_${plain}`).slice(0, 40);
}

function inWords(value: unknown): string {
  const text = isRecord(value) && typeof value["message"] === "string" ? value["message"] : asText(value);
  return /^[^\s"]+$/.test(text) ? text : JSON.stringify(text);
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
