import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { writeFileWhole } from "../../src/cli/write-file-whole.ts";

const overwrite = { overwrite: true };

t.test("a file is written whole, for its owner only", async (t) => {
  const folder = t.testdir({ old: "old" });
  const [old, fresh] = [join(folder, "old"), join(folder, "fresh")];
  writeFileWhole(old, "new", overwrite);
  writeFileWhole(fresh, "new", { overwrite: false });
  t.same([readFileSync(old, "utf8"), readFileSync(fresh, "utf8")], ["new", "new"]);
  t.equal(statSync(fresh).mode & 0o777, 0o600);
  t.throws(() => writeFileWhole(fresh, "newer", { overwrite: false }), { code: "EEXIST", path: fresh });
  t.same(readdirSync(folder).sort(), ["fresh", "old"]);
});

t.test("what is no file is written to, and not replaced", async (t) => {
  const folder = t.testdir({ folder: {} });
  const full = join(folder, "full");
  symlinkSync("/dev/full", full);
  t.throws(() => writeFileWhole(full, "text", overwrite), { code: "ENOSPC" });
  t.ok(lstatSync(full).isSymbolicLink());
  t.ok(statSync(full).isCharacterDevice());
  t.throws(() => writeFileWhole(join(folder, "folder"), "text", overwrite), { code: "EISDIR" });
  t.same(readdirSync(folder).sort(), ["folder", "full"]);
});

t.test("where a link leads to, the file is written there", async (t) => {
  const folder = t.testdir({ elsewhere: {} });
  const [link, file] = [join(folder, "link"), join(folder, "elsewhere", "file")];
  writeFileSync(file, "old");
  symlinkSync(file, link);
  writeFileWhole(link, "new", overwrite);
  t.equal(readFileSync(file, "utf8"), "new");
  t.ok(lstatSync(link).isSymbolicLink());
});
