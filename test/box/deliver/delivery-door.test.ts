import fc from "fast-check";
import t from "tap";
import { BoxError } from "../../../src/box/box-error.ts";
import {
  closingCommands,
  licenseCommand,
  removalCommand,
  resetCommand,
} from "../../../src/box/deliver/delivery-door.ts";
import { knownVariables } from "../../../src/box/profile/known-variables.ts";
import { type ByteText, byteText, toByteText } from "../../../src/license/byte-text.ts";
import { longestLine } from "../../../src/license/license-line.ts";
import { ip400, profiles } from "../simulated.ts";

const good = "vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-00-00-00,innovaphone,Sindelfingen,,9e2d-7985-3e84-1005";

function send(line: string | ByteText): string {
  return licenseCommand(ip400, { raw: byteText(Buffer.from(line, "latin1")) });
}

t.test("a license line passes as its very bytes, without blanks around", async (t) => {
  t.equal(send(good), good);
  t.equal(send(` \t${good}\t `), good);
  for (const bytes of [Buffer.from("Müller", "latin1"), Buffer.from("Müller", "utf8")]) {
    const raw = byteText(
      Buffer.from(`vars create LICENSE/PBX0 pau Operators=1,,${bytes.toString("latin1")},,,`, "latin1"),
    );
    t.equal(licenseCommand(ip400, { raw }), raw);
  }
  t.equal(send("vars create LICENSE/PBX0/00001 pb Operators=1"), "vars create LICENSE/PBX0/00001 pb Operators=1");
});

t.test("anything else is refused, whoever says that it is a license line", async (t) => {
  const bad = [
    "",
    "reset",
    "config write",
    "config change CMD0 /password x",
    "vars create CMD0/PASSWORD pc secret",
    "vars create LICENSE/RELAY1 pau BRIs=2",
    "vars create LICENSE/RELAY0/../CMD0 pau BRIs=2",
    "vars create license/RELAY0 pau BRIs=2",
    "vars create LICENSE/RELAY0 pau",
    "vars create LICENSE/RELAY0 pau 3082010a",
    "vars del LICENSE/RELAY0",
    `mod cmd UP0 scfg x; ${good}`,
    `# ${good}`,
    `${good}\r\nreset`,
    `${good}\nreset`,
    `${good}\rreset`,
    `\r\n${good}`,
    `${good}\r\n`,
    `${good}\0`,
    `${good}\x7f`,
    `${good}\x1b[2J`,
    `\u00a0${good}`,
  ];
  for (const line of bad) t.throws(() => send(line), { code: "refused" }, JSON.stringify(line));
});

t.test("a line of 2,000 bytes passes, a longer one does not", async (t) => {
  const start = "vars create LICENSE/PBX0 pau Operators=1,,";
  const line = start.padEnd(longestLine, "x");
  t.equal(send(line), line);
  t.throws(() => send(`${line}x`), { code: "refused", message: /longer than 2000 bytes/ });
  const began = performance.now();
  t.throws(() => send(`${start}${" ".repeat(1_000_000)}x`), { code: "refused" });
  t.ok(performance.now() - began < 2000, "and is refused at once");
});

t.test("a variable passes only where the profile knows it", async (t) => {
  const own = { ...ip400, licenses: [{ type: "VM-Boxes", variable: "LICENSE/VM0", mark: "P" as const }] };
  const raw = toByteText("vars create LICENSE/VM0 pau Boxes=1");
  t.equal(licenseCommand(own, { raw }), raw);
  t.throws(() => licenseCommand(ip400, { raw }), {
    code: "refused",
    message: "a line is not sent to the box: the profile ip400 does not know the variable LICENSE/VM0",
  });
});

t.test("whatever the bytes are, what passes is exactly one license line of a known variable", async (t) => {
  const pieces = [
    "vars create ",
    "vars del ",
    ...knownVariables(ip400),
    "CMD0/X",
    " ",
    "\t",
    "pau",
    "BRIs=2",
    ",",
    "\r\n",
    "\0",
  ];
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const made = fc.array(fc.oneof(fc.constantFrom(...pieces), byte), { maxLength: 30 }).map((all) => all.join(""));
  const spoiled = fc
    .tuple(fc.nat(good.length), byte, fc.boolean())
    .map(([at, char, insert]) => good.slice(0, at) + char + good.slice(insert ? at : at + 1));
  const variables = [...knownVariables(ip400)].join("|");
  const oneLine = new RegExp(
    `^vars[ \t]+create[ \t]+(?:${variables})(?:/\\d{5})?[ \t]+\\S+[ \t]+[^\\s=,]+=\\d+(?:[ \t,]|$)`,
  );
  let passed = 0;
  fc.assert(
    fc.property(fc.oneof(made, spoiled, fc.string({ unit: "binary" })), (text) => {
      const line = byteText(Buffer.from(text, "latin1"));
      try {
        const command = licenseCommand(ip400, { raw: line });
        passed += 1;
        return oneLine.test(command) && !/[\x00-\x08\x0a-\x1f\x7f]/.test(command) && line.includes(command);
      } catch (error) {
        return error instanceof BoxError && error.code === "refused";
      }
    }),
    { numRuns: 5000 },
  );
  t.ok(passed > 100, `${passed} of them passed`);
});

t.test("a deletion names a variable that the profile knows, as the line stands on the box", async (t) => {
  const remove = (raw: string) => removalCommand(ip400, { raw: byteText(Buffer.from(raw, "latin1")) });
  t.equal(remove("  vars create LICENSE/PBX0 pau Operators=1"), "vars del LICENSE/PBX0");
  t.equal(remove("vars\tcreate LICENSE/RELAY0/00001 pau BRIs=2"), "vars del LICENSE/RELAY0/00001");
  const wrong = [
    "vars create LICENSE/VM0 pau Boxes=1",
    "vars create LICENSE/PBX0/1 pau Operators=1",
    "vars create LICENSE/PBX0;reset pau Operators=1",
    "vars create X509/REQUESTRESPONSE/00000 pb 30",
    "vars del LICENSE/PBX0",
    "config write",
    "",
  ];
  for (const raw of wrong) t.throws(() => remove(raw), { code: "refused" }, raw);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", ...knownVariables(ip400)), (text, variable) => {
      try {
        return /^vars del LICENSE\/[A-Z]+0(?:\/\d{5})?$/.test(remove(`vars create ${variable}${text} pau BRIs=2`));
      } catch (error) {
        return error instanceof BoxError && error.code === "refused";
      }
    }),
  );
});

t.test(
  "besides license lines and their deletions only the profiles' closing commands and resets are sent",
  async (t) => {
    const known = ["config write", "config activate", "reset", "ireset", "resetn", "iresetn"];
    for (const profile of profiles) {
      const commands = [...closingCommands(profile), resetCommand(profile, "when-idle"), resetCommand(profile, "now")];
      for (const command of commands) t.ok(known.includes(command), `${profile.id}: ${command}`);
      t.equal(resetCommand(profile, "when-idle"), "ireset", profile.id);
    }
  },
);
