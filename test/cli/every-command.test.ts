import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import type { AnyCommand } from "../../src/cli/command.ts";
import { commands } from "../../src/cli/commands.ts";
import { commandRunner } from "./command-runner.ts";

/** What positional arguments are given, by their names; anything else is `x`. */
const given: Readonly<Record<string, string>> = {
  serial: "00-90-33-01-02-03",
  old: "00-90-33-01-02-03",
  new: "00-90-33-01-02-04",
  target: "127.0.0.9",
  file: "some.file",
  request: "some.file",
  email: "anna@example.com",
  key: "ACT-1-1111-2222-3333-4444",
  "activation-key": "ACT-1-1111-2222-3333-4444",
};
const password = ["--password-file", "password"];
/** Options without which a command is not understood, or asks. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  agent: ["--once"],
  decline: ["--why", "w"],
  "keys request": ["--out", "request.json"],
  "pool account add": ["--name", "Anna", ...password],
  "pool account join": ["--name", "Anna", "--accept-agreement", ...password],
  "pool account set-password": password,
  "pool answer": ["--out", "answer", "--yes"],
  "pool claim": ["--yes"],
  "pool copy": ["--from", "a.db", "--to", "b.db"],
  "pool create-key": ["--type", "PBX-Registrations", "--count", "1", "--yes"],
  "pool issue-activation": ["--type", "PBX-Registrations", "--count", "1"],
  "pool login": password,
  "pool predefine": ["--serial", "00-90-33-01-02-03", "--type", "Relay-BRIs", "--count", "1"],
  "pool register": ["--name", "Anna", "--accept-agreement", ...password],
  "pool replace": ["--why", "w"],
  "pool revoke": ["--why", "w"],
  "pool token create": ["--scope", "read", "--site", "test", "--expires", "3d"],
  "pool transfer": ["--to", "bert@example.com"],
  "pool unclaim": ["--why", "w"],
};
/** They write the configuration, or run until they are told to stop. */
const others = ["init", "simulate", "pool serve"];

/** Every command as somebody would type it. */
function linesOf(among: readonly AnyCommand[], above = ""): string[][] {
  return among.flatMap(({ command, subcommands }) => {
    const [word, ...places] = command.split(" ");
    const path = `${above}${word}`;
    if (subcommands) return linesOf(subcommands, `${path} `);
    if (others.includes(path)) return [];
    const words = places.map((place) => given[place.replace(/[<>[\].]/g, "")] ?? "x");
    return [[...path.split(" "), ...words, ...(wanted[path] ?? [])]];
  });
}

const situations: Readonly<Record<string, string | undefined>> = {
  "without a configuration": undefined,
  "with a configuration that is no YAML": "networks: [127.0.0.9/32\nboxes: {a: b\n",
  "with a state folder that cannot be made":
    "networks: [127.0.0.9/32]\nports: {http: 9, snmp: 9}\nstateDir: ./password/state\npool: {database: ./password/pool.db}\n",
};

for (const [situation, configuration] of Object.entries(situations)) {
  t.test(`every command ${situation} says what is wrong in one document`, { timeout: 240_000 }, async (t) => {
    const folder = t.testdir({});
    await writeFile(join(folder, "password"), "correct horse\n", { mode: 0o600 });
    if (configuration !== undefined) await writeFile(join(folder, "varsync.yaml"), configuration);
    const run = commandRunner(t, folder);
    for (const words of linesOf(commands)) {
      const line = words.join(" ");
      const { code, stdout, error } = await run(words);
      t.ok([0, 1, 2, 3, 5].includes(code), line);
      t.doesNotThrow(() => JSON.parse(stdout), line);
      t.not(error?.code, "internal-error", `${line}: ${error?.message}`);
      t.notMatch(error?.message ?? "", /\b(is|are) missing: |wants a value|E[A-Z]{4,}|syscall/, line);
    }
  });
}
