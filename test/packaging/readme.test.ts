import { readFileSync } from "node:fs";
import t from "tap";
import { boxErrors } from "../../src/box/box-error.ts";
import { commands } from "../../src/cli/commands.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

t.test("the README says what every code of a box means", async (t) => {
  for (const code of Object.keys(boxErrors)) t.match(readme, `\`${code}\``, code);
});

t.test("the README names every command", async (t) => {
  for (const { command } of commands) t.match(readme, new RegExp(`\`(varsync )?${command.split(" ")[0]}\\b`), command);
});
