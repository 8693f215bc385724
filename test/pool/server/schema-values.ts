import fc from "fast-check";
import { z } from "zod";
import type { Schema } from "./api-document.ts";

/** Values that mean something to the pool, by the name of the field that they are for. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** What breaks parsers, databases and people's assumptions. */
const hostile: readonly unknown[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "\u202e\u200b\ufeff",
  "🧨".repeat(50),
  "é".repeat(300),
  "x".repeat(20_000),
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%00%2e%2e%2f",
  "' or 1=1 --",
  '"; drop table license_key; --',
  "<script>alert(1)</script>",
  "=1+1",
  "a\r\nSet-Cookie: a=b",
  "null",
  "NaN",
  "-1",
  "1e999",
  "9".repeat(400),
  "9999999999999999.00000000-0000-0000-0000-000000000000",
  "0000-00-00T00:00:00Z",
  "2026-02-30T25:61:61Z",
  null,
  true,
  0,
  -1,
  -0,
  1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  [],
  [[]],
  {},
  { length: 1e9 },
  Array.from({ length: 2000 }, () => "x"),
];

export const hostileValue = fc.constantFrom(...hostile);

const shape = z.object({
  type: z.enum(["object", "array", "string", "number", "integer", "boolean"]),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.union([z.boolean(), z.record(z.string(), z.unknown())]).optional(),
  items: z.record(z.string(), z.unknown()).default({ type: "string" }),
  minItems: z.number().default(0),
  maxItems: z.number().default(5),
  minLength: z.number().default(0),
  maxLength: z.number().default(300),
  minimum: z.number().default(-5),
  maximum: z.number().default(1e6),
});

/** What the schema allows, and of that often what is known to mean something. */
export function validValue(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const { type, properties, required, items, ...rest } = shape.parse(schema);
  if (rest.enum) return fc.constantFrom(...rest.enum);
  const meant = known[name] ?? [];
  const sometimes = (any: fc.Arbitrary<unknown>) =>
    meant.length > 0 ? fc.oneof({ arbitrary: fc.constantFrom(...meant), weight: 6 }, any) : any;
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "number":
      return sometimes(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double({ noNaN: true, noDefaultInfinity: true })));
    case "integer":
      return sometimes(fc.integer({ min: Math.max(rest.minimum, -5), max: Math.min(rest.maximum, 2 ** 31) }));
    case "string": {
      const { minLength, maxLength } = rest;
      return sometimes(fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, 40) }));
    }
    case "array": {
      const { minItems, maxItems } = rest;
      return fc.array(validValue(items, known, name), { minLength: minItems, maxLength: Math.min(maxItems, 4) });
    }
    case "object": {
      const fields = Object.entries(properties).map(([field, of]) => [field, validValue(of, known, field)] as const);
      const record = fc.record(Object.fromEntries(fields), { requiredKeys: required });
      if (typeof rest.additionalProperties !== "object") return record;
      const more = validValue(rest.additionalProperties, known, "count");
      return fc.dictionary(validValue({ type: "string" }, known, "type") as fc.Arbitrary<string>, more, { maxKeys: 4 });
    }
  }
}

/** Something allowed with one thing wrong: a field is missing, is another's, or has a hostile value. */
export function nearlyValid(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  return fc.tuple(validValue(schema, known, ""), fc.nat(), hostileValue, fc.nat(3)).map(([value, which, evil, how]) => {
    const entries = Object.entries(z.record(z.string(), z.unknown()).parse(value));
    const [name = "type"] = entries[which % Math.max(1, entries.length)] ?? [];
    if (how === 0) return Object.fromEntries(entries.filter(([one]) => one !== name));
    return { ...Object.fromEntries(entries), [how === 1 ? `${name}s` : name]: evil };
  });
}
