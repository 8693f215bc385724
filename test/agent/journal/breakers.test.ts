import t from "tap";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

t.test("a breaker stays open until it is released, with its first reason", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  t.equal(await journal.breakers.open(thisBox, "ip400"), undefined);
  await journal.breakers.trip(`box:${thisBox}`, "not-back", "first", noon);
  await journal.breakers.trip(`box:${thisBox}`, "not-effective", "second", noon);
  const next = await reopen();
  t.match(await next.breakers.open(thisBox, "ip400"), {
    code: "not-back",
    message: "first",
    since: noon.toISOString(),
  });
  t.equal(await next.breakers.open(otherBox, "ip400"), undefined);
  t.equal(await next.breakers.release(`box:${thisBox}`), true);
  t.equal(await next.breakers.release(`box:${thisBox}`), false);
  t.equal(await journal.breakers.open(thisBox, "ip400"), undefined);
});

t.test("a profile's breaker keeps every box of it from being written, and no other", async (t) => {
  const { journal } = await exampleJournal(t);
  await journal.breakers.trip("profile:ip400", "line-lost", "look", noon);
  for (const box of [thisBox, otherBox]) {
    t.match(await journal.breakers.open(box, "ip400"), { scope: "profile:ip400", code: "line-lost" });
    t.equal(await journal.breakers.open(box, "ip3000"), undefined);
  }
  await journal.breakers.trip(`box:${thisBox}`, "not-back", "gone", noon);
  t.equal(await journal.breakers.release("profile:ip400"), true);
  t.match(await journal.breakers.open(thisBox, "ip400"), { code: "not-back" }, "the box's own is still open");
});
