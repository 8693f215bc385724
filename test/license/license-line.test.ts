import fc from "fast-check";
import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import { licenseCatalog } from "../../src/license/license-catalog.ts";
import { parseLicenseLine, tryParseLicenseLine, writeLicenseLine } from "../../src/license/license-line.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";

const hex = (digits: number) =>
  fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: digits, maxLength: digits }).map((all) => all.join(""));
const serials = hex(6).map((tail) => parseSerialNumber(`009033${tail}`));
const keys = fc.tuple(hex(4), hex(4), hex(4), hex(4)).map((groups) => groups.join("-"));
const texts = fc.string({ unit: "grapheme", maxLength: 40 });

t.test("the leaflet's sample is read: type, count, serial number and key, and the rest is kept unsplit", async (t) => {
  const raw = toByteText(
    "vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-00-00-00 444 innovaphone Sindelfingen roar 9e2d-7985-3e84-1005",
  );
  t.match(parseLicenseLine(raw), {
    raw,
    variable: "LICENSE/RELAY0",
    flags: "pau",
    type: "Relay-BRIs",
    count: 2,
    serial: "00-90-33-00-00-00",
    unsplit: "444 innovaphone Sindelfingen roar",
    key: "9e2d-7985-3e84-1005",
  });
});

t.test("what is written is read back, whatever a person typed into the fields", async () => {
  const fields = fc.record({
    type: fc.constantFrom(...licenseCatalog.map((entry) => entry.type)),
    count: fc.integer({ min: 1, max: 1_000_000 }),
    serial: fc.option(serials, { nil: undefined }),
    customer: texts,
    location: texts,
    description: texts,
    key: keys,
  });
  fc.assert(
    fc.property(fields, (wanted) => {
      const line = parseLicenseLine(toByteText(writeLicenseLine(wanted)));
      const read = { customer: "", location: "", description: "", serial: undefined, ...line };
      for (const name of Object.keys(wanted) as (keyof typeof wanted)[]) {
        if (read[name] !== wanted[name]) throw new Error(`${name}: ${read[name]} instead of ${wanted[name]}`);
      }
    }),
    { numRuns: 2000 },
  );
});

t.test("the reader keeps the bytes of every line that it takes", async () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (tail) => {
      const raw = toByteText(`vars create LICENSE/PBX0 pau Registrations=5,${tail}`);
      return tryParseLicenseLine(raw)?.raw === raw;
    }),
  );
});

t.test("a name with a five-digit last element is the same variable", async (t) => {
  const line = parseLicenseLine(toByteText("vars create LICENSE/PBX0/00001 pau Operators=1,,,,,9e2d-7985-3e84-1005"));
  t.equal(line.variable, "LICENSE/PBX0");
});

t.test("a type that the catalog does not know is named after its variable", async (t) => {
  const line = parseLicenseLine(toByteText("vars create LICENSE/VM0 pau Boxes=3,00-90-33-00-00-01,a,b,c"));
  t.match(line, { type: "VM-Boxes", count: 3, customer: "a", location: "b", description: "c" });
});

t.test("lines that are none are told", async (t) => {
  for (const raw of ["", "config write", "vars create LICENSE/PBX0 pau", "vars create LICENSE/PBX0 pau Operators=0,"]) {
    t.throws(() => parseLicenseLine(toByteText(raw)), { code: "bad-line" }, raw);
  }
});

t.test("a text that makes the line too long is refused", async (t) => {
  const fields = { type: "PBX-Operators", count: 1, customer: "x".repeat(10_000), key: "9e2d-7985-3e84-1005" };
  t.throws(() => writeLicenseLine(fields), { code: "bad-line" });
});
