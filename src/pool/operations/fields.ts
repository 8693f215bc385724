import { z } from "zod";
import { parseSerialNumber, type SerialNumber, tryParseSerialNumber } from "../../license/serial-number.ts";

/** A serial number, however it is typed. */
export const serialField = z
  .string()
  .max(40)
  .refine((text) => tryParseSerialNumber(text) !== undefined, "is no serial number; one looks like 00-90-33-01-02-9f")
  .transform((text): SerialNumber => parseSerialNumber(text))
  .meta({ description: "serial number of a box, like 00-90-33-01-02-9f" });

export const typeField = z.string().max(100).meta({ description: "license type", example: "PBX-Registrations" });

/** Text of a license key: what a line can carry, and no zero byte, which no database keeps. */
export const textField = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes("\u0000") && text.isWellFormed(), "has a zero byte or half a character in it");

/** Why something is done that somebody will ask about. */
export const whyField = textField.min(1).max(1000);

export const countField = z.number();

export const emailField = z.string().max(254);

export const nameField = z.string().max(200);

/** Of 8 characters at least; asked for or read from a file, never an argument. */
export const passwordField = z.string().min(8, "a password has 8 characters at least").max(1000);

export const balanceRows = z.array(
  z.object({ type: z.string(), loaded: z.int(), used: z.int(), left: z.int().nonnegative() }),
);

export const licenseKeyAnswer = z.object({
  id: z.string(),
  type: z.string(),
  count: z.int(),
  serial: z.string().optional(),
  customer: z.string().optional(),
  location: z.string().optional(),
  description: z.string().optional(),
  key: z.string(),
  line: z.string(),
  lineIsBytes: z
    .literal(true)
    .optional()
    .meta({ description: "the line is no UTF-8: each of its characters is a byte, as in ISO-8859-1" }),
  status: z.enum(["active", "revoked"]),
  issuer: z.enum(["own", "vendor"]),
  predefined: z.boolean(),
  requestId: z.string().optional(),
  createdAt: z.string(),
  revokedAt: z.string().optional(),
  revokedWhy: z.string().optional(),
  returnedAt: z.string().optional(),
  replacedBy: z.string().optional(),
  seenAt: z.string().optional(),
  seenOn: z.string().optional(),
});

export type LicenseKeyAnswer = z.output<typeof licenseKeyAnswer>;

export const licenseKeysAnswer = z.object({ licenseKeys: z.array(licenseKeyAnswer) });

export const predefinedAnswer = z.object({ id: z.string(), serial: z.string(), type: z.string(), count: z.int() });

export const transfersAnswer = z.object({
  transfers: z.array(
    z.object({
      id: z.string(),
      activationKey: z.string(),
      from: z.string(),
      to: z.string(),
      lots: z.array(z.object({ type: z.string(), count: z.int() })).readonly(),
      status: z.enum(["offered", "accepted", "declined"]),
      createdAt: z.string(),
      decidedAt: z.string().optional(),
    }),
  ),
});

/** The same id with the same content gives the same answer, however often. */
export const requestIdField = z.string().min(1).max(200);

export const idField = z.string().max(100);

/** Which page of a list is wanted; `next` of an answer is the cursor of the page after it. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional(),
};

/** What a page is answered with beside its items. */
export const nextField = { next: z.string().optional() };
