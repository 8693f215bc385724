import t from "tap";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

const name = "LICENSE/PBX0";
const removal = { name, removed: ["a"], survivors: ["b", "c"], backup: "2026.txt" };

t.test("a removal is known until a restart came after it, whoever opens the journal", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  await journal.removals.begin(thisBox, removal, noon);
  const next = await reopen();
  t.same(await next.removals.of(thisBox), [removal]);
  t.same(await next.removals.of(otherBox), []);
  await next.removals.finish(thisBox, name, removal.removed, noon);
  t.same(await journal.removals.of(thisBox), [{ ...removal, doneAt: noon.toISOString() }]);
  await journal.removals.begin(thisBox, { ...removal, survivors: [] }, noon);
  t.same(await journal.removals.of(thisBox), [{ ...removal, survivors: [] }], "begun once more, it is not finished");
  await journal.removals.end(thisBox, name);
  t.same(await next.removals.of(thisBox), []);
});

t.test("that a line was put on a box holds for that box, variable and firmware", async (t) => {
  const { proofs } = (await exampleJournal(t)).journal;
  const box = { serial: thisBox, firmware: "5.01" };
  await proofs.add(box, name, "beside");
  await proofs.add(box, name, "alone");
  await proofs.add(box, name, "alone");
  await proofs.add(box, "LICENSE/RELAY0", "alone");
  t.same(
    await proofs.of(box),
    new Map([
      [name, "beside"],
      ["LICENSE/RELAY0", "alone"],
    ]),
  );
  t.same(await proofs.of({ ...box, firmware: "6.00" }), new Map());
  t.same(await proofs.of({ ...box, serial: otherBox }), new Map());
});

t.test("a box that is forgotten takes its removals and proofs with it", async (t) => {
  const { removals, proofs, boxes } = (await exampleJournal(t)).journal;
  const box = { serial: thisBox, firmware: undefined };
  await removals.begin(thisBox, removal, noon);
  await proofs.add(box, name, "alone");
  t.equal((await proofs.of(box)).size, 1);
  await boxes.forget(thisBox);
  t.same([await removals.of(thisBox), (await proofs.of(box)).size], [[], 0]);
});
