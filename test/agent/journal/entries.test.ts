import t from "tap";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

t.test("an intent without a result is where a run was cut off", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  const done = await journal.entries.intend({ serial: thisBox, action: "create-key", detail: { requestId: "one" } });
  await journal.entries.result(done, "done", { serial: thisBox, action: "create-key" });
  const failed = await journal.entries.intend({ serial: thisBox, action: "claim" });
  await journal.entries.result(failed, "failed", { serial: thisBox, action: "claim" });
  const open = await journal.entries.intend({ serial: thisBox, action: "create-key", detail: { requestId: "two" } });
  await journal.entries.intend({ serial: thisBox, action: "deliver" });
  await journal.entries.intend({ serial: otherBox, action: "create-key" });
  const next = await reopen();
  t.match(await next.entries.unresolvedSpending(thisBox), [
    { id: open, action: "create-key", phase: "intent", detail: { requestId: "two" }, at: noon.toISOString() },
  ]);
  await next.entries.result(open, "done", { serial: thisBox, action: "create-key" });
  t.same(await journal.entries.unresolvedSpending(thisBox), []);
});

t.test("the history is told oldest first: of a box, of an address, the newest so many", async (t) => {
  const { journal } = await exampleJournal(t);
  for (const index of [1, 2, 3, 4]) {
    const serial = index % 2 === 0 ? otherBox : thisBox;
    await journal.entries.seen({ serial, address: `192.0.2.${index}`, action: "backup", detail: { index } });
  }
  const told = async (filter: Parameters<typeof journal.entries.list>[0]) =>
    (await journal.entries.list(filter)).map(({ detail }) => (detail as { index: number }).index);
  t.same(await told({ limit: 10 }), [1, 2, 3, 4]);
  t.same(await told({ limit: 2 }), [3, 4]);
  t.same(await told({ serial: thisBox, limit: 10 }), [1, 3]);
  t.same(await told({ address: "192.0.2.2", limit: 10 }), [2]);
});
