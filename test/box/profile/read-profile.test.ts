import { join } from "node:path";
import t from "tap";
import { readProfile } from "../../../src/box/profile/read-profile.ts";
import { profileText } from "./profile-file.ts";

/** What is changed in a good profile, where the mistake is, and what is said of it. */
const mistakes: readonly (readonly [from: string | RegExp, to: string, field: string, message: RegExp])[] = [
  ["id: ip400", "id: ip401", "id", /must be the file's name, "ip400"/],
  ["id: ip400", "id: IP400", "id", /lower case/],
  ["[IP400]", "[IP400 V2]", "recognise.products.0", /./],
  ["write: true", "writes: true", "writes", /unknown key/],
  ['"5.00"', "latest", "firmware.from", /a version looks like/],
  ['"5.00"', "5.00", "firmware.from", /must be a text/],
  ['before: "7", mark: P', 'before: "7"', "firmware.mark", /./],
  ["mark: C", "mark: X", "read.identity.mark", /must be one of D, C, I, P/],
  ["commands: [config write]", "commands: []", "deliver.closing.commands", /./],
  ["[config write]", "[factory reset]", "deliver.closing.commands.0", /must be one of config write, config activate/],
  ["command: reset", "command: clear", "reset.now.command", /must be one of reset, ireset, resetn, iresetn/],
  ["command: ireset", "command: reset", "reset.whenIdle.command", /must be one of ireset, iresetn/],
  ["type: DECT-Users", "type: DECT-Handsets", "licenses.6", /wants its variable/],
  ["type: DECT-Users", "type: DECT-Handsets, variable: CMD0/x", "licenses.6.variable", /LICENSE\/RELAY0/],
  [/line: '\^mod[^']*'/, "line: '('", "volatile.0.line", /regular expression/],
  ["/cfg.txt", "cfg.txt", "read.configuration.path", /a path begins with/],
  ["/cfg.txt", "/!reset", "read.configuration.path", /a path begins with/],
  ["/cfg.txt", "/%21reset", "read.configuration.path", /a path begins with/],
  ["/cfg.txt", '"/CMD0/mod_cmd.xml?cmd=reset"', "read.configuration.path", /a path begins with/],
  ["pauseMs: 100", "pauseMs: -1", "deliver.pauseMs", /./],
  ["backWithinSeconds: 180", "backWithinSeconds: 0", "reset.backWithinSeconds", /./],
  [/$/, "inUse: {sounds: []}", "inUse.sounds", /unknown key/],
  [/$/, "inUse: {calls: []}", "inUse.calls", /at least 1/],
  [
    /$/,
    "inUse: {calls: [{page: /!reset, root: info, element: ch, mark: C}]}",
    "inUse.calls.0.page",
    /a page begins with/,
  ],
  [
    /$/,
    'inUse: {calls: [{page: "/CMD0/mod_cmd.xml?cmd=reset", root: a, element: b, mark: C}]}',
    "inUse.calls.0.page",
    /xml-/,
  ],
  [/$/, "inUse: {registrations: [{snmp: 1.3.6, mark: C}]}", "inUse.registrations.0.snmp", /object identifier/],
  [/$/, "inUse: {registrations: [{snmp: 1.3.6.1.4.1.6666.1}]}", "inUse.registrations.0", /mark/],
];

for (const [from, to, field, message] of mistakes) {
  t.test(`a profile is refused with ${to}`, async (t) => {
    const text = profileText([from, to]);
    const file = join(t.testdir({ "ip400.yaml": text }), "ip400.yaml");
    const line = text.split("\n").findIndex((one) => one.includes(to)) + 1;
    const wanted = new RegExp(`^${file}:${line}: ${field}: .*${message.source}`, "m");
    await t.rejects(readProfile(file), { code: "bad-configuration", message: wanted });
  });
}

t.test("a profile may say how to read what is in use", async (t) => {
  const inUse = `inUse:
  calls: [{page: "/PHONE/APP/mod_cmd.xml?cmd=xml-calls", root: info, element: call, mark: C}]
  registrations: [{snmp: 1.3.6.1.4.1.6666.1.2.0, mark: P}]
`;
  const file = join(t.testdir({ "ip400.yaml": profileText([/$/, inUse]) }), "ip400.yaml");
  t.match(await readProfile(file), { inUse: { calls: [{ element: "call" }], registeredWithinSeconds: 300 } });
});

t.test("a good profile is read, and knows its file", async (t) => {
  const file = join(t.testdir({ "ip400.yaml": profileText() }), "ip400.yaml");
  t.match(await readProfile(file), { id: "ip400", source: file, write: true });
});
