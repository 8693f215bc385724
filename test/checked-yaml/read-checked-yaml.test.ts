import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t, { type Test } from "tap";
import { z } from "zod";
import { CheckedYamlError } from "../../src/checked-yaml/checked-yaml-error.ts";
import { type CheckedYaml, readCheckedYaml } from "../../src/checked-yaml/read-checked-yaml.ts";
import { asUnprivileged, openFolder } from "../as-unprivileged.ts";

const budget = z.strictObject({ box: z.int(), day: z.int() });
const schema = z.strictObject({
  name: z.string(),
  colour: z.enum(["red", "green"]).optional(),
  counts: z.record(z.string().regex(/^[a-z]+$/, "is no word"), z.int()).optional(),
  list: z.array(z.strictObject({ a: z.string() })).optional(),
  create: z.union([z.literal("never"), budget]).optional(),
});

function read(t: Test, text: string): Promise<CheckedYaml<z.infer<typeof schema>>> {
  return readCheckedYaml(join(t.testdir({ "file.yaml": text }), "file.yaml"), schema);
}

async function errorOf(t: Test, text: string): Promise<CheckedYamlError> {
  try {
    await read(t, text);
  } catch (error) {
    if (error instanceof CheckedYamlError) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
}

const several = `colour: blue
counts:
  small: 1
  large: many
  "Two Words": 2
list:
  - a: one
  - b: two
nonsense: true
`;

t.test("several mistakes are told at once, each by file, line and field, in the order of lines", async (t) => {
  const { file, message, code, mistakes } = await errorOf(t, several);
  t.equal(code, "bad-configuration");
  t.equal(file, join(t.testdirName, "file.yaml"));
  t.same(mistakes, [
    { line: 1, field: "name", message: "is missing" },
    { line: 1, field: "colour", message: "must be one of red, green" },
    { line: 4, field: "counts.large", message: "must be a number" },
    { line: 5, field: "counts.Two Words", message: "is no word" },
    { line: 8, field: "list.1.a", message: "is missing" },
    { line: 8, field: "list.1.b", message: "unknown key" },
    { line: 9, field: "nonsense", message: "unknown key" },
  ]);
  t.same(
    message.split("\n"),
    mistakes.map((one) => `${file}:${one.line}: ${one.field}: ${one.message}`),
  );
});

t.test("the line is that of the key, also when the value stands on the next one", async (t) => {
  t.match((await errorOf(t, "name: x\ncolour:\n  blue\n")).mistakes, [{ line: 2, field: "colour" }]);
});

t.test("CRLF and comments do not shift lines", async (t) => {
  t.match((await errorOf(t, "# one\r\n\r\nname: x\r\ncolour: blue\r\n")).mistakes, [{ line: 4 }]);
});

t.test("of a choice it is told what every way would want, and which key is missing", async (t) => {
  const [mistake] = (await errorOf(t, "name: x\ncreate: {box: 1}\n")).mistakes;
  t.match(mistake, { line: 2, field: "create", message: "fits none of: must be one of never | day is missing" });
});

t.test("broken YAML names its lines, without the parser's own words for them", async (t) => {
  const { mistakes } = await errorOf(t, "name: x\ncolour: 'red\n");
  t.match(mistakes, [{ field: "", message: /quote/ }]);
  for (const { message } of mistakes) t.notMatch(message, /at line/);
  t.same((await errorOf(t, "name: x\nlist: []\nname: y\n")).mistakes, [
    { line: 3, field: "", message: "Map keys must be unique" },
  ]);
});

t.test("aliases that lead nowhere, or to too much, are a mistake in the file", async (t) => {
  t.match((await errorOf(t, "name: *nobody\n")).mistakes, [{ field: "", message: /nobody/ }]);
  const levels = ["b", "c", "d", "e"].map((name, index) => {
    const below = `*${"abcd".charAt(index)}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => below).join(", ")}]\n`;
  });
  t.match((await errorOf(t, `a: &a [x]\n${levels.join("")}`)).mistakes, [{ field: "", message: /alias/i }]);
});

t.test("a file that is missing, or is a folder, is named", async (t) => {
  const folder = t.testdir();
  const missing = join(folder, "none.yaml");
  await t.rejects(readCheckedYaml(missing, schema), { message: `${missing}:1: there is no such file` });
  await t.rejects(readCheckedYaml(folder, schema), { message: `${folder}:1: it is a folder` });
});

t.test("a file that this user may not read is named", async (t) => {
  const folder = openFolder(t);
  const file = join(folder, "file.yaml");
  await writeFile(file, "name: x", { mode: 0o000 });
  await asUnprivileged(folder, async () => {
    await t.rejects(readCheckedYaml(file, schema), { message: `${file}:1: this user may not read it` });
  });
});

t.test("what only the reader of the data can know is told the same way", async (t) => {
  const { data, error, lineOf } = await read(t, "name: x\nlist:\n  - a: one\n  - a: two\n");
  t.equal(data.name, "x");
  t.equal(lineOf(["list", 1, "a"]), 4);
  t.equal(lineOf(["list", 1, "b", "c"]), 4);
  t.equal(lineOf(["elsewhere"]), 1);
  t.match(error([{ path: ["list", 1, "a"], message: "is one too many" }]), {
    message: /file\.yaml:4: list\.1\.a: is one too many$/,
  });
});
