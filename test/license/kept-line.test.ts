import fc from "fast-check";
import t from "tap";
import { byteText } from "../../src/license/byte-text.ts";
import { keepLine, rawLine } from "../../src/license/kept-line.ts";

t.test("whatever its bytes are, a line that was kept as text, also in JSON, gives them back", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ min: 1, maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 30 }).map((text) => Buffer.from(text, "utf8")),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const raw = byteText(given);
      return rawLine(JSON.parse(JSON.stringify(keepLine(raw)))) === raw;
    }),
  );
});

t.test("a line in UTF-8 is kept as its text, another one as it reads in ISO-8859-1", async (t) => {
  t.same(keepLine(byteText(Buffer.from("Müller €"))), { line: "Müller €" });
  t.same(keepLine(byteText(Buffer.from("M\xfcller", "latin1"))), { line: "Müller", lineIsBytes: true });
});
