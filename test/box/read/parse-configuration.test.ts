import fc from "fast-check";
import t from "tap";
import { parseConfiguration } from "../../../src/box/read/read-configuration.ts";
import { byteText, fromByteText, toByteText } from "../../../src/license/byte-text.ts";
import { ip400, profiles } from "../simulated.ts";

const relay = "vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-00-00-00,innovaphone,Sindelfingen,,9e2d-7985-3e84-1005";

function parse(text: string, encoding: BufferEncoding = "utf8") {
  return parseConfiguration(Buffer.from(text, encoding), ip400);
}

t.test("licenses and settings are told apart, with CRLF or LF, with or without a byte order mark", async (t) => {
  const lines = ["# saved", "config change CMD0 /name Lager", "", relay, "vars create X509/REQUEST/00000 pb 3082"];
  for (const end of ["\r\n", "\n"]) {
    for (const mark of ["", "\ufeff"]) {
      const read = parse(mark + lines.join(end) + end);
      t.same(read.settings, ["config change CMD0 /name Lager", "vars create X509/REQUEST/00000 pb 3082"]);
      t.match(read.licenses, [{ raw: relay, variable: "LICENSE/RELAY0", type: "Relay-BRIs", count: 2 }]);
      t.same(read.unreadable, []);
      t.equal(read.lines[0], "# saved");
    }
  }
});

t.test("a license line is kept as its very bytes, in ISO-8859-1 and in UTF-8, and read the same", async (t) => {
  for (const encoding of ["latin1", "utf8"] as const) {
    const line = "vars create LICENSE/PBX0 pau Operators=1,,Müller & Söhne,Köln,,9e2d-7985-3e84-1006";
    const [license] = parse(`config change IP0\r\n${line}\r\n`, encoding).licenses;
    t.same(license && fromByteText(license.raw), Buffer.from(line, encoding), encoding);
    t.match(license, { customer: "Müller & Söhne", location: "Köln" }, encoding);
  }
});

t.test("lines that change by themselves are left out, their neighbours are not", async (t) => {
  const changing = [
    "mod cmd FLASHDIR0 add-item 101 (cn=admin)",
    "vars create UPDATE/LAST p 1",
    "config change UP1 /url http://192.168.0.2/ /poll 15",
    "vars create TLS0/TICKET/00000 pb 00",
  ];
  const staying = [
    "mod cmd FLASHDIR0 del-item 101",
    "vars create UPDATES/LAST p 1",
    "config change UP0 /url x",
    "vars create TLS0/KEY pb 00",
  ];
  for (const profile of profiles) {
    const bytes = Buffer.from([...changing, ...staying].join("\n"));
    t.same(parseConfiguration(bytes, profile).settings, staying, profile.id);
  }
});

t.test("no volatile pattern can hide a license line", async (t) => {
  const everything = { ...ip400, volatile: [{ line: ".*", mark: "P" as const }] };
  t.equal(parseConfiguration(Buffer.from(`${relay}\nconfig change IP0`), everything).licenses.length, 1);
});

t.test("license lines that cannot be read are kept apart as their bytes", async (t) => {
  const odd = [
    "vars create LICENSE/PBX0 pau",
    "vars create LICENSE/PBX0 pau 3082ff",
    "vars create LICENSE/PBX0 pau M\xfcll",
  ];
  const read = parse(`${[relay, ...odd].join("\r\n")}\r\n`, "latin1");
  t.same(read.unreadable, odd);
  t.equal(read.licenses.length, 1);
  t.same(read.settings, []);
});

t.test("two licenses under one name are two, and one that stands there twice stands there twice", async (t) => {
  const other = relay.replace("1005", "2006");
  t.same(
    parse([relay, other, relay].join("\n")).licenses.map(({ raw }) => raw),
    [relay, other, relay],
  );
});

t.test(
  "nothing of a configuration is lost: every line is in it as its bytes, and the bytes are as they came",
  async () => {
    const lines = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }).map((bytes) => byteText(bytes).replace(/[\r\n]/g, "")),
        fc.constantFrom(
          relay,
          "config change IP0",
          "# x",
          "",
          "vars create LICENSE/PBX0 pau",
          "mod cmd FLASHDIR0 add-item 1",
        ),
      ),
    );
    fc.assert(
      fc.property(lines, fc.constantFrom("\r\n", "\n"), (all, end) => {
        const bytes = Buffer.from(all.join(end), "latin1");
        const read = parseConfiguration(bytes, ip400);
        const kept = [...read.licenses.map(({ raw }) => raw), ...read.unreadable, ...read.settings];
        const withoutMark = all.join(end).replace(/^\xef\xbb\xbf/, "");
        return (
          read.bytes.equals(bytes) &&
          read.lines.join(end) === withoutMark &&
          kept.every((line) => read.lines.includes(line))
        );
      }),
      { numRuns: 1000 },
    );
  },
);

t.test("blanks before a license line are part of its bytes", async (t) => {
  t.equal(parse(`\t ${relay}`).licenses[0]?.raw, toByteText(`\t ${relay}`));
});
