import { z } from "zod";
import { tryParseSerialNumber } from "../../license/serial-number.ts";
import { parseListen } from "../listen.ts";

/** Of a file or folder, relative to the configuration. */
export const path = z.string().min(1);
export const port = z.int().min(1).max(65_535);
export const serial = z.string().refine((text) => tryParseSerialNumber(text) !== undefined, {
  message:
    "is no serial number; wanted is the MAC address on the label, like 00-90-33-01-02-9f, in quotes where it is digits only",
});
/** An environment variable that has a secret. */
export const secretName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable");

/** Host and port to listen on. */
export const listen = z.string().transform((text, context) => {
  const address = parseListen(text);
  if (address) return address;
  context.addIssue('looks like "127.0.0.1:8481"');
  return z.NEVER;
});

/** For `refine`: exactly one of two keys stands there. */
export function wantsOne<const Key extends string>(
  one: Key,
  other: Key,
): [check: (entry: { readonly [Name in Key]?: unknown }) => boolean, told: { readonly message: string }] {
  return [
    (entry) => (entry[one] === undefined) !== (entry[other] === undefined),
    { message: `wants one of ${one}, ${other}` },
  ];
}
