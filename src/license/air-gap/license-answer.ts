import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { LicenseError } from "../license-error.ts";
import { parseSerialNumber } from "../serial-number.ts";

const licenseAnswer = z.strictObject({
  kind: z.literal("varsync-license-answer"),
  requestId: z.uuid(),
  site: z.string(),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  licenseKeys: z
    .array(
      z.strictObject({
        serial: z.string().transform((text) => parseSerialNumber(text)),
        type: z.string(),
        count: z.int().positive(),
        issuer: z.enum(["own", "vendor"]),
        line: z.string(),
        lineIsBytes: z.literal(true).optional(),
      }),
    )
    .readonly(),
});

/** The license keys for one request of one site, as a signed file. */
export type LicenseAnswer = z.output<typeof licenseAnswer>;

/** How long an answer may be taken, in days. */
export const answerValidDays = 30;

/** `varsync-answer 1 <public key> <signature>`: Ed25519, raw, in lower-case hex, so that each has one spelling only. */
const firstLine = /^varsync-answer 1 ([0-9a-f]{64}) ([0-9a-f]{128})\n/;
/** What stands before the 32 bytes of an Ed25519 public key in DER (RFC 8410). */
const derPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Writes the file: a first line with public key and signature over every byte after it. */
export function writeLicenseAnswer(answer: LicenseAnswer, privateKey: KeyObject): string {
  const body = `${JSON.stringify(answer, undefined, 2)}\n`;
  const signature = sign(null, Buffer.from(body), privateKey).toString("hex");
  return `varsync-answer 1 ${publicKeyText(privateKey)} ${signature}\n${body}`;
}

/** The raw Ed25519 public key that belongs to a key, in hex. */
export function publicKeyText(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ type: "spki", format: "der" }).subarray(derPrefix.length).toString("hex");
}

/**
 * Reads an answer whose every byte is as it was signed.
 * @throws LicenseError `bad-file` when it is none, or was changed
 */
export function readLicenseAnswer(content: string, file: string): { answer: LicenseAnswer; publicKey: string } {
  const wrong = (what: string) => new LicenseError("bad-file", `${file} is not taken: ${what}`);
  const head = firstLine.exec(content);
  const [, publicKey = "", signature = ""] = head ?? [];
  if (head === null) throw wrong("it is no answer to a request for licenses; varsync pool answer writes one");
  const body = content.slice(head[0].length);
  const key = createPublicKey({
    key: Buffer.concat([derPrefix, Buffer.from(publicKey, "hex")]),
    format: "der",
    type: "spki",
  });
  if (!verify(null, Buffer.from(body), key, Buffer.from(signature, "hex"))) {
    throw wrong("it was changed after it was signed");
  }
  const parsed = licenseAnswer.safeParse(JSON.parse(body));
  if (parsed.success) return { answer: parsed.data, publicKey };
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join(".")}: ${issue?.message}`);
}
