import t from "tap";
import { thisMachine } from "../../../src/agent/identity/machine.ts";
import { isSameMachine, machinePrint } from "../../../src/agent/identity/same-machine.ts";

const machine = { id: "a".repeat(32), traits: ["host rack-1", "mac 00:90:33:00:00:01"] };
const print = machinePrint(machine, "agent");
const compare = (changes: Partial<typeof machine>) =>
  isSameMachine(print, machinePrint({ ...machine, ...changes }, "agent"));

t.test("a machine is the same under another name, or with another network card", async (t) => {
  t.ok(compare({}));
  t.ok(compare({ traits: ["host rack-2", "mac 00:90:33:00:00:01"] }));
  t.ok(compare({ traits: ["host rack-1"] }), "its interfaces are down");
});

t.test("another machine id is another machine; so is one where everything else differs", async (t) => {
  t.notOk(compare({ id: "b".repeat(32) }));
  t.notOk(compare({ traits: ["host rack-1-copy", "mac 00:90:33:00:00:02"] }), "a copy that kept the machine id");
});

t.test("what a machine does not tell is not held against it: containers have other names at each start", async (t) => {
  t.ok(compare({ traits: [] }));
  t.ok(isSameMachine(print, machinePrint({ traits: machine.traits }, "agent")));
  t.notOk(isSameMachine(print, machinePrint({ id: "c".repeat(32), traits: [] }, "agent")));
});

t.test("what is kept of a machine says nothing of it, and is another one for each agent", async (t) => {
  t.notMatch(JSON.stringify(print), /rack|00:90/);
  t.not(machinePrint(machine, "other").id, print.id);
});

t.test("this machine is itself", async (t) => {
  const [one, other] = [await thisMachine(), await thisMachine()];
  t.ok(isSameMachine(machinePrint(one, "agent"), machinePrint(other, "agent")));
});
