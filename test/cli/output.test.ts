import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import t from "tap";
import { printable } from "../../src/cli/output.ts";

const child = fileURLToPath(new URL("output-child.ts", import.meta.url));

/** What a command that writes to a pipe wrote there. */
async function written(environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [child], { env: { ...env, ...environment } });
  return stdout;
}

const plain = `Type               Left
PBX-Registrations   100
Relay\ufffd[2J\ufffdBRIs        2
PBX-Operators         1
done
{
  "left": 2,
  "name": "M\u00fcller\\u001b"
}
no line end`;

t.test("where stdout is no terminal there are no colours, and columns stand under their headings", async (t) => {
  t.equal(await written(), plain);
});

t.test("with colours the columns stand the same, and what a box said is still harmless", async (t) => {
  const coloured = await written({ FORCE_COLOR: "1" });
  t.match(coloured, /\u001b\[1mType/);
  t.match(coloured, /\u001b\[31mPBX-Operators\u001b\[39m/);
  t.match(coloured, /\u001b\[32mdone\u001b\[39m/);
  t.equal(stripVTControlCharacters(coloured), plain);
});

t.test("control characters are replaced one by one, texts of every language stay", async (t) => {
  t.equal(printable("a\u0000b\tc\rd\u007fe\u0085f"), "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
  for (const text of ["", "M\u00fcller, B\u00f6blingen", "\u65e5\u672c\u8a9e", "two\nlines", "\u{1f4de}"]) {
    t.equal(printable(text), text);
  }
});

t.test("an escape passes only as one of our own colours", async (t) => {
  t.equal(printable("\u001b[31mred\u001b[39m"), "\u001b[31mred\u001b[39m");
  for (const sequence of ["[2J", "[8m", "[1;31m", "]0;title\u0007", "c", "", "[31", "[38;5;1m"]) {
    t.ok(printable(`\u001b${sequence}x`).startsWith("\ufffd"), JSON.stringify(sequence));
  }
});

t.test("whatever the text, nothing is left that moves the cursor, and the length stays", async () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = printable(text);
      const rest = shown.replace(/\u001b\[\d{1,2}m/g, "");
      return shown.length === text.length && !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(rest);
    }),
  );
});
