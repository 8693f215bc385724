import t from "tap";
import { exampleJournal, otherBox, thisBox } from "./example-journal.ts";

const here = { address: "192.168.10.7", httpPort: 80 };
const there = { address: "192.168.10.8", httpPort: 80 };

t.test("Digest that was seen on a box holds for it wherever it is, also in the next run", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  journal.wires.rememberDigestOn(thisBox, here);
  await journal.wires.settled();
  const { wires } = await reopen();
  t.ok(wires.digestSeen(here));
  wires.isAt(thisBox, there);
  t.ok(wires.digestSeen(there));
});

t.test("what one box asked for does not bind another one that takes its address", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  journal.wires.rememberDigestOn(thisBox, here);
  journal.wires.isAt(otherBox, here);
  t.notOk(journal.wires.digestSeen(here));
  journal.wires.isAt(thisBox, here);
  t.ok(journal.wires.digestSeen(here), "but it, when it is back");
  journal.wires.isAt(otherBox, here);
  await journal.wires.settled();
  t.notOk((await reopen()).wires.digestSeen(here));
});

t.test("Digest that nobody knows the box of stays", async (t) => {
  const { journal } = await exampleJournal(t);
  journal.wires.rememberDigest(here);
  journal.wires.isAt(thisBox, here);
  t.ok(journal.wires.digestSeen(here));
});
