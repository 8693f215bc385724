import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import { makeBox } from "../../src/simulator/make-box.ts";
import type { SimulatedBox } from "../../src/simulator/simulated-box.ts";
import { licenseLine } from "./ask-box.ts";

function newBox(): SimulatedBox {
  return makeBox(1, 0, { licenses: [], saysResetRequired: false });
}

function run(box: SimulatedBox, command: string): string {
  return box.run(toByteText(command), true).answer;
}

function lines(variables: SimulatedBox["inForce"]): string[] {
  return variables.map(({ name, flags, value }) => `vars create ${name} ${flags} ${value}`);
}

t.test("what was not written to flash is forgotten at a restart", async (t) => {
  const box = newBox();
  box.run(licenseLine(1), true);
  run(box, "config write");
  box.run(licenseLine(2), true);
  t.same(lines(box.licenses()), [licenseLine(1), licenseLine(2)]);
  box.restart();
  t.same(lines(box.licenses()), [licenseLine(1)]);
});

t.test("config activate makes nothing permanent", async (t) => {
  const box = newBox();
  box.run(licenseLine(1), true);
  t.equal(run(box, "config activate"), "ok\r\n");
  box.restart();
  t.same(box.licenses(), []);
});

t.test("a license is in force only after a restart", async (t) => {
  const box = newBox();
  box.run(licenseLine(1), true);
  run(box, "config write");
  t.same(box.inForce, []);
  box.restart();
  t.same(lines(box.inForce), [licenseLine(1)]);
  run(box, "vars del LICENSE/PBX0");
  t.same(lines(box.inForce), [licenseLine(1)], "and until the next one");
  t.same(box.licenses(), []);
});

t.test("several values live under one name, the same one twice counts once", async (t) => {
  const box = newBox();
  for (const line of [licenseLine(1), licenseLine(2), licenseLine(1)]) box.run(line, true);
  t.same(lines(box.licenses()), [licenseLine(2), licenseLine(1)]);
});

t.test("without the flag a, a new value replaces the old one", async (t) => {
  const box = newBox();
  for (const value of ["Operators=1", "Operators=2"]) run(box, `vars create LICENSE/PBX0 pu ${value}`);
  t.same(lines(box.licenses()), ["vars create LICENSE/PBX0 pu Operators=2"]);
});

t.test("a value is the rest of the line, blanks and bytes included, and vars read gives it back", async (t) => {
  const box = newBox();
  const value = toByteText("Operators=1 00-90-33-00-00-00  Müller \xff, x");
  box.run(toByteText(`vars create LICENSE/PBX0 pau ${value}`), true);
  box.run(`vars create LICENSE/PBX0 pau ${value}` as typeof value, true);
  t.equal(box.licenses().at(-1)?.value, value);
  t.match(run(box, "vars read LICENSE/PBX0"), `LICENSE/PBX0 pau ${value}\r\n`);
  t.equal(run(box, "vars read LICENSE/RELAY0"), "");
});

t.test("what it does not know is answered by ?, and so is everything to a viewer but reading", async (t) => {
  const box = newBox();
  for (const command of ["", "help", "vars", "vars show", "vars create LICENSE/PBX0", "config", "CONFIG WRITE"]) {
    t.equal(run(box, command), "?\r\n", command);
  }
  for (const command of ["config write", licenseLine(1), "reset", "vars del LICENSE/PBX0"]) {
    t.same(box.run(toByteText(command), false), { answer: "?\r\n", after: "nothing" }, command);
  }
  t.equal(box.run(toByteText("vars read LICENSE/PBX0"), false).answer, "");
  t.same(box.licenses(), []);
});

t.test("resetn and iresetn restart only where a reset is required, reset and ireset always", async (t) => {
  const after = (box: SimulatedBox, command: string) => box.run(toByteText(command), true).after;
  for (const saysResetRequired of [true, false]) {
    const box = makeBox(1, 0, { licenses: [], saysResetRequired });
    for (const command of ["reset", "ireset"]) t.equal(after(box, command), "reset", command);
    for (const command of ["resetn", "iresetn"]) t.equal(after(box, command), "nothing", command);
    box.run(licenseLine(1), true);
    const wanted = saysResetRequired ? "reset" : "nothing";
    for (const command of ["resetn", "iresetn"]) t.equal(after(box, command), wanted, command);
    box.restart();
    t.notOk(box.resetRequired);
  }
});

t.test("every command that it was sent is noted, also those that it did not understand", async (t) => {
  const box = newBox();
  for (const command of ["help", "config write"]) run(box, command);
  t.same(box.commands, ["help", "config write"]);
});
