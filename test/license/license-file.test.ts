import t from "tap";
import { parseLicenseFile } from "../../src/license/license-file.ts";

const line = (key: string) => `vars create LICENSE/PBX0 pau Registrations=5,00-90-33-01-02-9f,,,,${key}`;
const one = line("9e2d-7985-3e84-1005");
const two = line("9e2d-7985-3e84-1006");

t.test("comments, empty lines, CRLF and a byte order mark are taken; lines keep their numbers", async (t) => {
  const entries = parseLicenseFile(Buffer.from(`\ufeff# master\r\n\r\n${one}\r\n${two}\n`));
  t.match(entries, [
    { lineNumber: 3, line: { key: "9e2d-7985-3e84-1005" } },
    { lineNumber: 4, line: { key: "9e2d-7985-3e84-1006" } },
  ]);
});

t.test("the same line twice counts once", async (t) => {
  t.equal(parseLicenseFile(Buffer.from(`${one}\n${one}\n`)).length, 1);
});

t.test("a foreign line is named by its number, and the whole file refused", async (t) => {
  const bytes = Buffer.from(`${one}\nconfig change IP0 /addr 1.2.3.4\n`);
  t.throws(() => parseLicenseFile(bytes), { code: "bad-file", line: 2, message: /line 2/ });
  t.equal(parseLicenseFile(bytes, "license-lines").length, 1);
});

t.test("an empty, a binary, a too long file is refused", async (t) => {
  t.throws(() => parseLicenseFile(Buffer.from("# nothing\n")), { code: "bad-file", message: /no license line/ });
  t.throws(() => parseLicenseFile(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])), { code: "bad-file" });
  const many = Array.from({ length: 10_000 }, (_, index) =>
    line(`9e2d-7985-3e84-${index.toString(16).padStart(4, "0")}`),
  );
  t.throws(() => parseLicenseFile(Buffer.from(many.join("\n"))), { code: "bad-file", message: /more than 1000/ });
});

t.test("Latin-1 stays as it is", async (t) => {
  const bytes = Buffer.from(one.replace(",,,,", ",M\xfcller,,,"), "latin1");
  const [entry] = parseLicenseFile(bytes);
  t.equal(entry?.line.customer, "M\u00fcller");
  t.same(Buffer.from(entry?.line.raw ?? "", "latin1"), bytes);
});
