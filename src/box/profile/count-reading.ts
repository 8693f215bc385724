import { z } from "zod";
import { factMark } from "./fact-mark.ts";

/** No `!` or `%`: what is read must never be a command. A query is only one of `cmd=xml-…`, which tell and change nothing [C]. */
const page = z
  .string()
  .regex(
    /^\/[A-Za-z0-9_./-]*(\?cmd=xml-[a-z0-9-]+)?$/,
    "a page begins with / and has only letters, digits and . / _ -, and after that at most ?cmd=xml-…",
  );
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, "a name as XML has them");
const attributes = z.record(name, z.string());

/** Elements of an XML page: their number, or the sum of one of their attributes. */
const elementsOfPage = z.strictObject({
  page,
  /** The outermost element; on a page that has another one nothing is counted. */
  root: name,
  element: name,
  /** Only elements with all these attributes. */
  only: attributes.optional(),
  /** No elements with one of these attributes. */
  except: attributes.optional(),
  /** The attribute whose numbers are added up; at least one element must be there then. */
  sum: name.optional(),
  mark: factMark,
});

const snmpNumber = z.strictObject({
  snmp: z.string().regex(/^1(\.\d{1,10}){3,60}$/, "an object identifier looks like 1.3.6.1.2.1.1.3.0"),
  mark: factMark,
});

/** Where a box tells a number. */
export const countReading = z.union([elementsOfPage, snmpNumber]);

export type CountReading = z.infer<typeof countReading>;
export type PageReading = z.infer<typeof elementsOfPage>;
