import { z } from "zod";
import { findLicenseType } from "../../license/license-catalog.ts";
import { countReading } from "./count-reading.ts";
import { factMark as mark } from "./fact-mark.ts";
import { versionNumber } from "./firmware.ts";

/** No `!`, `?` or `%`: what is read must never be a command. */
const path = z.string().regex(/^\/[A-Za-z0-9_./-]*$/, "a path begins with / and has only letters, digits and . / _ -");
const version = z.string().refine((text) => versionNumber(text) !== undefined, 'a version looks like "5.01" or "7"');
const pattern = z.string().refine(isPattern, "not a regular expression that can be used");
/** What varsync may send besides license lines; nothing else passes, whatever a profile says. */
const closingCommand = z.enum(["config write", "config activate"]);
const resetCommand = z.enum(["reset", "ireset", "resetn", "iresetn"]);
/** Those that wait until nobody speaks. */
const idleResetCommand = resetCommand.extract(["ireset", "iresetn"]);

/** One kind of license that is usual on a model. */
const usualLicense = z
  .strictObject({
    type: z.string(),
    variable: z
      .string()
      .regex(/^LICENSE\/[A-Z0-9]+$/, "a variable looks like LICENSE/RELAY0")
      .optional(),
    mark,
  })
  .refine(({ type, variable }) => variable !== undefined || findLicenseType(type) !== undefined, {
    message: "a type that the catalog does not know wants its variable",
  });

/** Summed up; where one of them cannot be read, nothing is known. */
const counts = z.array(countReading).min(1);

/** The schema of a device profile: everything that varsync knows of a model, as data. */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower case, digits and -, like the file's name"),
  name: z.string().min(1),
  /** `false`: boxes of this profile are read, never written. */
  write: z.boolean(),
  recognise: z.strictObject({
    /** Product words as boxes say them, `IP400`; empty = every innovaphone box that no other profile names. */
    products: z.array(z.string().regex(/^[A-Za-z0-9-]+$/)),
  }),
  /** Outside this range, from inclusive, before exclusive, a box is read, never written. */
  firmware: z.strictObject({ from: version, before: version, mark }).optional(),
  read: z.strictObject({
    identity: z.strictObject({ path, mark }),
    configuration: z.strictObject({ path, mark }),
  }),
  /** Regular expressions of configuration lines that change by themselves and are left out of comparisons. */
  volatile: z.array(z.strictObject({ line: pattern, mark })),
  deliver: z.strictObject({
    http: z.strictObject({ mark }).optional(),
    ssh: z.strictObject({ mode: z.enum(["auto", "exec", "shell"]), prompt: pattern, mark }).optional(),
    /** Sent once as a probe before the first line, and again after the last. */
    closing: z.strictObject({ commands: z.array(closingCommand).min(1), mark }),
    /** Between two lines, in milliseconds. */
    pauseMs: z.number().int().min(0).max(60_000),
  }),
  licenses: z.array(usualLicense),
  reset: z.strictObject({
    whenIdle: z.strictObject({ command: idleResetCommand, mark }),
    now: z.strictObject({ command: resetCommand, mark }),
    backWithinSeconds: z.number().int().min(1).max(3600),
  }),
  /** Where boxes tell what is in use; read around a reset. Without it nothing is asked. */
  inUse: z
    .strictObject({
      /** A reset when idle waits until there are none. */
      calls: counts.optional(),
      /** After a reset as many as before must come back. */
      registrations: counts.optional(),
      /** How long they may take, after the restart was seen. */
      registeredWithinSeconds: z.number().int().min(1).max(3600).default(300),
    })
    .optional(),
});

/** What is known of a model, and the file that says so. */
export interface Profile extends z.infer<typeof profileSchema> {
  readonly source: string;
}

function isPattern(text: string): boolean {
  try {
    return text.length <= 200 && new RegExp(text) !== undefined;
  } catch {
    return false;
  }
}
