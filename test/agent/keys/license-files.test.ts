import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { KeySource } from "../../../src/agent/keys/key-source.ts";
import { licenseFiles } from "../../../src/agent/keys/license-files.ts";
import { parseSerialNumber, type SerialNumber } from "../../../src/license/serial-number.ts";
import { asUnprivileged, openFolder } from "../../as-unprivileged.ts";
import { keyCode, lineText } from "./license-text.ts";

const thisBox = parseSerialNumber("00-90-33-00-00-00");
const otherBox = parseSerialNumber("00-90-33-01-02-9f");
const noFile: ReadonlyMap<SerialNumber, readonly string[]> = new Map();

/** `master.txt:3 1111-1111-1111-1111`: where each offered line stands, and its key. */
async function offered(source: KeySource, serial: SerialNumber): Promise<string[]> {
  return (await source.offers(serial)).lines.map(({ line, source: from }) => `${from} ${line.key}`);
}

t.test("in one file for many boxes, each line goes to the box whose serial number it carries", async (t) => {
  const text = ["# all of ours", lineText(thisBox, 1), lineText(otherBox, 2), lineText(thisBox, 3)].join("\n");
  const source = licenseFiles(t.testdir({ "master.txt": text }), noFile);
  t.same(await offered(source, thisBox), [`master.txt:2 ${keyCode(1)}`, `master.txt:4 ${keyCode(3)}`]);
  t.same(await offered(source, otherBox), [`master.txt:3 ${keyCode(2)}`]);
});

t.test("a serial number counts however it is written, never the file's name", async (t) => {
  const folder = t.testdir({
    "00-90-33-01-02-9f.txt": lineText("009033000000", 1),
    "second.txt": lineText("00:90:33:01:02:9F", 2),
  });
  const source = licenseFiles(folder, noFile);
  t.same(await offered(source, thisBox), [`00-90-33-01-02-9f.txt:1 ${keyCode(1)}`]);
  t.same(await offered(source, otherBox), [`second.txt:1 ${keyCode(2)}`]);
});

t.test("a line without a serial number goes only to the box for which the file is named", async (t) => {
  const folder = t.testdir({ "pbx.txt": `${lineText("", 1)}\n${lineText(otherBox, 2)}\n` });
  t.same(await offered(licenseFiles(folder, noFile), thisBox), []);
  const named = licenseFiles(folder, new Map([[thisBox, ["pbx.txt"]]]));
  t.same(await offered(named, thisBox), [`pbx.txt:1 ${keyCode(1)}`], "and a line of another box not even then");
  t.same(await offered(named, otherBox), [`pbx.txt:2 ${keyCode(2)}`]);
});

t.test("byte order mark, CRLF, empty lines and ISO-8859-1 do no harm; the line keeps its bytes", async (t) => {
  const line = lineText(thisBox, 1).replace(",,,,", ",M\u00fcller,,,");
  const folder = t.testdir({
    "windows.txt": `\ufeff\r\n# f\u00fcr M\u00fcller\r\n\r\n${line}\r\n`,
    "latin.txt": Buffer.from(`${line.replace(keyCode(1), keyCode(2))}\r\n`, "latin1"),
  });
  const { lines } = await licenseFiles(folder, noFile).offers(thisBox);
  t.match(lines, [
    { source: "latin.txt:1", line: { customer: "Müller", key: keyCode(2) } },
    { source: "windows.txt:4", line: { customer: "Müller", key: keyCode(1) } },
  ]);
  t.match(lines[0]?.line.raw, "M\xfcller", "one byte");
  t.match(lines[1]?.line.raw, "M\xc3\xbcller", "two bytes");
  for (const { line } of lines) t.notMatch(line.raw, /[\r\n\ufeff]|\xef\xbb\xbf/);
});

t.test("a broken file is a problem, is not used at all, and the others count", async (t) => {
  const folder = t.testdir({
    "broken.txt": `${lineText(thisBox, 1)}\nconfig change IP0 /addr 192.168.0.1\n`,
    "empty.txt": "",
    "good.txt": lineText(thisBox, 2),
    "photo.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    "zz.txt": lineText(thisBox, 3),
    ".hidden": "not looked at",
    old: { "older.txt": lineText(thisBox, 4) },
  });
  symlinkSync("gone.txt", join(folder, "link.txt"));
  const source = licenseFiles(folder, noFile);
  t.same(await offered(source, thisBox), [`good.txt:1 ${keyCode(2)}`, `zz.txt:1 ${keyCode(3)}`]);
  t.match(await source.problems(), [
    { file: "broken.txt", message: /line 2: not a vars create LICENSE/ },
    { file: "empty.txt", message: /no license line/ },
    { file: "link.txt", message: /ENOENT/ },
    { file: "photo.jpg", message: /no text/ },
  ]);
  t.equal((await source.problems()).length, 4);
});

t.test("a file that was repaired, changed or removed is read again", async (t) => {
  const folder = t.testdir({ "a.txt": "config change IP0\n", "b.txt": lineText(thisBox, 2) });
  const source = licenseFiles(folder, noFile);
  t.match(await source.problems(), [{ file: "a.txt" }]);
  writeFileSync(join(folder, "a.txt"), lineText(thisBox, 1));
  rmSync(join(folder, "b.txt"));
  t.same(await source.problems(), []);
  t.same(await offered(source, thisBox), [`a.txt:1 ${keyCode(1)}`]);
});

t.test("a file that may not be read is a problem until its rights are repaired", async (t) => {
  const folder = openFolder(t);
  const file = join(folder, "closed", "a.txt");
  writeFileSync(file, lineText(thisBox, 1), { mode: 0 });
  const source = licenseFiles(join(folder, "closed"), noFile);
  await asUnprivileged(join(folder, "closed"), async () => {
    t.match(await source.problems(), [{ file: "a.txt", message: /EACCES/ }]);
  });
  chmodSync(file, 0o444);
  await asUnprivileged(join(folder, "closed"), async () => {
    t.same(await offered(source, thisBox), [`a.txt:1 ${keyCode(1)}`]);
  });
});

t.test("what is no file is a problem, and is not waited for", async (t) => {
  const folder = t.testdir({ "b.txt": lineText(thisBox, 2) });
  symlinkSync("/dev/zero", join(folder, "a.txt"));
  const source = licenseFiles(folder, noFile);
  t.match(await source.problems(), [{ file: "a.txt", message: "is no file" }]);
  t.same(await offered(source, thisBox), [`b.txt:1 ${keyCode(2)}`]);
});

t.test("a file that is named for a box and is not there is a problem, told once", async (t) => {
  const named = new Map([
    [thisBox, ["pbx.txt"]],
    [otherBox, ["pbx.txt", "good.txt"]],
  ]);
  const source = licenseFiles(t.testdir({ "good.txt": lineText("", 1) }), named);
  t.match(await source.problems(), [{ file: "pbx.txt", message: /is named for a box, and is not in/ }]);
  t.equal((await source.problems()).length, 1);
  t.same(await offered(source, otherBox), [`good.txt:1 ${keyCode(1)}`]);
});

t.test("files create and claim nothing, and know nobody's keys", async (t) => {
  const source = licenseFiles(t.testdir({ "a.txt": lineText(thisBox, 1) }), noFile);
  t.equal(source.canCreate, false);
  t.same(await source.balance(), []);
  t.same(await source.spentToday(thisBox), { box: 0, day: 0 });
  t.equal((await source.lookUp([keyCode(1)])).size, 0, "whether the vendor revoked it is not known here");
});
