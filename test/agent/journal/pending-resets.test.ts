import t from "tap";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

t.test("the slot has one holder, also when many processes want it at the same moment", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  const next = await reopen();
  t.equal(await journal.resets.take(thisBox, "when-idle", noon), undefined);
  t.match(await next.resets.take(otherBox, "now", noon), { serial: thisBox, how: "when-idle" });
  t.equal(await next.resets.take(thisBox, "now", noon), undefined, "its holder has it already");
  t.match(await journal.resets.of(thisBox), { how: "when-idle", intendedAt: noon.toISOString() });
  t.equal(await journal.resets.of(otherBox), undefined);
  await journal.resets.end(thisBox);
  const takers = await Promise.all([
    journal.resets.take(thisBox, "when-idle", noon),
    next.resets.take(otherBox, "when-idle", noon),
  ]);
  t.equal(takers.filter((holder) => holder === undefined).length, 1);
});

t.test("a reset that was sent is told apart from one that was only intended", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  await journal.resets.take(thisBox, "when-idle", noon);
  t.equal((await journal.resets.of(thisBox))?.sentAt, undefined);
  await journal.resets.sent(thisBox, noon);
  t.equal((await (await reopen()).resets.of(thisBox))?.sentAt, noon.toISOString());
});
