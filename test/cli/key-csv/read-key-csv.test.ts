import fc from "fast-check";
import t from "tap";
import { KeyCsvError } from "../../../src/cli/key-csv/key-csv-error.ts";
import { readKeyCsv } from "../../../src/cli/key-csv/read-key-csv.ts";
import { writeKeyCsv } from "../../../src/cli/key-csv/write-key-csv.ts";
import type { LicenseKeyAnswer } from "../../../src/pool/operations/fields.ts";

const serial = "00-90-33-01-02-9f";
const read = (text: string, encoding: BufferEncoding = "utf8") => readKeyCsv(Buffer.from(text, encoding), "keys.csv");
const mistakesIn = (text: string): string[] => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof KeyCsvError) return error.message.split("\n");
    throw error;
  }
  return [];
};
const example: LicenseKeyAnswer = {
  id: "1",
  type: "PBX-Registrations",
  count: 37,
  serial,
  key: "9e2d-7985-3e84-1005",
  line: "vars create …",
  status: "active",
  issuer: "own",
  predefined: false,
  createdAt: "2026-11-25T12:00:00.000Z",
};
const muller = {
  type: "PBX-Registrations",
  count: 37,
  serial,
  customer: "Blumen, Müller; Söhne",
  location: undefined,
  description: undefined,
};

t.test("commas, semicolons and tabs; UTF-8 with and without BOM, Latin-1, UTF-16: what spreadsheets write", (t) => {
  const rows = (delimiter: string) =>
    `type${delimiter}count${delimiter}serial${delimiter}customer\r\nPBX-Registrations${delimiter}37${delimiter}00:90:33:01:02:9F${delimiter}"Blumen, Müller; Söhne"\r\n`;
  for (const delimiter of [",", ";", "\t"]) t.same(read(rows(delimiter)), [muller], JSON.stringify(delimiter));
  t.same(read(`\ufeff${rows(";")}`), [muller], "BOM");
  t.same(read(rows(";"), "latin1"), [muller], "Latin-1");
  t.same(read(`\ufeff${rows("\t")}`, "utf16le"), [muller], "UTF-16");
  t.same(read(`sep=;\r\n${rows(";")}`), [muller], "the line that tells Excel");
  const euro = Buffer.from(rows(";").replace("Müller", "\x80"), "latin1");
  t.equal(readKeyCsv(euro, "keys.csv")[0]?.customer, "Blumen, €; Söhne", "Windows has a euro in its Latin-1");
  t.end();
});

t.test("columns stand in any order, headings in any case, and empty lines are nothing", (t) => {
  const text = "Count;TYPE;Serial number;Description\n\n2;Relay-BRIs;0090.3301.029f;\n;;;\n\n1;PBX-Operators;;zwei\n";
  t.match(read(text), [
    { type: "Relay-BRIs", count: 2, serial, description: undefined },
    { type: "PBX-Operators", count: 1, serial: undefined, description: "zwei" },
  ]);
  t.end();
});

t.test("every mistake is told at once, with its line and column, also behind line ends within cells", (t) => {
  const text = [
    "type,count,serial,customer,status,issuer",
    'PBX-Registrations,37,,"two\r\nlines",,',
    "PBX-Fax,0,nonsense,,,",
    "Relay-BRIs,1.5,,,,",
    "PBX-Registrations,37",
    "PBX-Registrations,1e3,00-90-34-00-00-00,,,",
    `PBX-Registrations,1,,${"M".repeat(2000)},,`,
    "PBX-Registrations,1,,,revoked,vendor",
    'PBX-Registrations,1,,a"b,,',
    "PBX-Registrations,0,,,,",
  ].join("\r\n");
  t.match(mistakesIn(text), [
    /^keys.csv: line 4, column 1: type: unknown license type "PBX-Fax"/,
    /^keys.csv: line 4, column 2: count: "0" is no whole number from 1 to 1000000/,
    /^keys.csv: line 4, column 3: serial: "nonsense" is no serial number/,
    /^keys.csv: line 5, column 2: count: "1.5"/,
    /^keys.csv: line 5, column 3: serial: Relay-BRIs is bound to its box/,
    /^keys.csv: line 6: 2 cells, and the heading has 6/,
    /^keys.csv: line 7, column 2: count: "1e3"/,
    /^keys.csv: line 7, column 3: serial: .* no serial number/,
    /^keys.csv: line 8, column 4: customer: .* too long/,
    /^keys.csv: line 9, column 5: status: a revoked key is not made again/,
    /^keys.csv: line 9, column 6: issuer: only the vendor makes its keys/,
    /^keys.csv: line 10, column 4: a quotation mark in the middle of a cell/,
  ]);
  t.end();
});

t.test("a heading that is none is told, with what is wanted", (t) => {
  const wanted = "wanted is a heading with type and count, and maybe serial, customer, location, description";
  t.same(mistakesIn(""), [`keys.csv: line 1: the file is empty; ${wanted}`]);
  t.match(mistakesIn("type,count\n"), ["keys.csv: line 1: there is no row below the heading"]);
  t.match(mistakesIn("PBX-Operators;1\nPBX-Operators;2\n"), [
    /line 1: the column type is missing/,
    /line 1: the column count is missing/,
    /line 1, column 1: there is no column "PBX-Operators"/,
    /line 1, column 2: there is no column "1"/,
  ]);
  t.match(mistakesIn("type,count,count\nPBX-Operators,1,2\n"), [/line 1, column 3: the column count comes twice/]);
  t.match(mistakesIn('type,count\nPBX-Operators,"1\n'), [/line 2, column 2: a quotation mark opens here/]);
  t.match(mistakesIn('type,count\nPBX-Operators,"1"2\n'), [/line 2, column 2: something stands behind/]);
  t.match(mistakesIn("type,count\n\u0000"), [/it is no text/]);
  t.match(mistakesIn(`type,count\n${"PBX-Operators,1\n".repeat(10_001)}`), [/line 10002: more than 10000 keys/]);
  t.end();
});

t.test("of very many mistakes a hundred are told, and the others are counted", (t) => {
  const told = mistakesIn(`type,count\n${"PBX-Operators,x\n".repeat(150)}`);
  t.equal(told.length, 101);
  t.equal(told.at(-1), "… and 50 mistakes more");
  t.end();
});

t.test("rows of license keys that were made before are not made again, and each is told", (t) => {
  const revoked = { ...example, status: "revoked" } as const;
  const written = writeKeyCsv([example, revoked, example]);
  t.match(mistakesIn(written), [
    /^keys.csv: line 2, column 10: key: this license key was made before: take the row out, or the columns/,
    /^keys.csv: line 3, column 7: status: a revoked key is not made again/,
    /^keys.csv: line 3, column 10: key: this license key was made before/,
    /^keys.csv: line 4, column 10: key/,
  ]);
  t.match(mistakesIn("type,count,key,line,id\nPBX-Operators,1,,vars create,\nPBX-Operators,1,,, x\n"), [
    /line 2, column 4: line: this license key was made before/,
    /line 3, column 5: id: this license key was made before/,
  ]);
  t.same(read("type,count,key,line,id\nPBX-Operators,1,,,\n").length, 1, "its headings alone do no harm");
  t.end();
});

t.test("what pool keys --csv writes is read again without its codes, whatever its texts are", async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: fc.constantFrom("=", "'", '"', ",", ";", "\r", "\n", "\t", "é", "🎷"), maxLength: 8 }),
  );
  const texts = fc.record({ customer: text, location: text, description: text });
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (rows) => {
      const keys = rows.map((row) => ({ ...example, ...row, key: "", line: "", id: "" }));
      const asked = readKeyCsv(Buffer.from(writeKeyCsv(keys)), "keys.csv");
      const wanted = rows.map((row) => ({
        type: example.type,
        count: example.count,
        serial,
        ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value || undefined])),
      }));
      return JSON.stringify(asked) === JSON.stringify(wanted);
    }),
  );
});
