import { randomUUID } from "node:crypto";
import { z } from "zod";
import { LicenseError } from "../license-error.ts";
import { parseSerialNumber, tryParseSerialNumber } from "../serial-number.ts";

const serial = z
  .string()
  .refine((text) => tryParseSerialNumber(text) !== undefined, "is no serial number")
  .transform((text) => parseSerialNumber(text));
const text = z.string().max(10_000).optional();

const licenseRequest = z.strictObject({
  kind: z.literal("varsync-license-request"),
  version: z.literal(1),
  id: z.uuid(),
  site: z.string().min(1).max(200),
  createdAt: z.iso.datetime(),
  /** Every box that the answer may have keys for. */
  boxes: z.array(serial).max(10_000),
  requests: z
    .array(
      z.strictObject({
        serial,
        type: z.string().max(100),
        /** What the pool's keys of the type for the box shall add up to. */
        total: z.int().positive(),
        /** How many are missing, as the site sees it. */
        count: z.int().positive(),
        customer: text,
        location: text,
        description: text,
      }),
    )
    .max(100_000),
});

/** What a site without a way to the pool needs, as a file that somebody carries there. */
export type LicenseRequest = z.output<typeof licenseRequest>;

/** What is asked for, without what makes it a file. */
export type RequestedLicenses = Pick<LicenseRequest, "site" | "boxes" | "requests">;

/** Gives it the id that its answer must carry. */
export function newLicenseRequest(wanted: RequestedLicenses, now: Date): LicenseRequest {
  const head = { kind: "varsync-license-request", version: 1, id: randomUUID(), createdAt: now.toISOString() } as const;
  return { ...head, ...wanted };
}

export function writeLicenseRequest(request: LicenseRequest): string {
  return `${JSON.stringify(request, undefined, 2)}\n`;
}

/** @throws LicenseError `bad-file` naming what is wrong */
export function readLicenseRequest(content: string, file: string): LicenseRequest {
  const wrong = (what: string) =>
    new LicenseError("bad-file", `${file} is no request for licenses: ${what}; varsync keys request writes one`);
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw wrong("it is not JSON");
  }
  const parsed = licenseRequest.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join(".") || "it"}: ${issue?.message}`);
}
