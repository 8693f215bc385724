import t from "tap";
import { effectiveOf, lineFingerprint } from "../../../src/agent/verify/effective.ts";
import { line } from "../plan/situation.ts";
import { exampleJournal, noon, otherBox, thisBox } from "./example-journal.ts";

const one = line("PBX-Registrations", 5, "1");
const two = line("Relay-BRIs", 2, "2");
const names = (...lines: (typeof one)[]) => lines.map(lineFingerprint);

t.test("a delivered line is not in effect until it outlived a restart", async (t) => {
  const { journal, reopen } = await exampleJournal(t);
  const { lines } = journal;
  await lines.delivered(thisBox, lineFingerprint(one), noon);
  await lines.present(thisBox, names(one));
  t.equal(effectiveOf([one], await lines.of(thisBox)), "no");
  await lines.outlived(thisBox, names(one), noon);
  const next = await reopen();
  t.equal(effectiveOf([one], await next.lines.of(thisBox)), "yes");
  await next.lines.delivered(thisBox, lineFingerprint(one), noon);
  t.equal(effectiveOf([one], await next.lines.of(thisBox)), "no", "delivered once more, it waits again");
});

t.test("what was there before is unknown until it is seen to outlive a restart; what went is forgotten", async (t) => {
  const { lines } = (await exampleJournal(t)).journal;
  await lines.present(thisBox, names(one, two, two));
  t.equal(effectiveOf([one, two], await lines.of(thisBox)), "unknown");
  await lines.outlived(thisBox, names(one, two), noon);
  t.equal(effectiveOf([one, two], await lines.of(thisBox)), "yes");
  await lines.present(thisBox, names(two));
  t.same(
    (await lines.of(thisBox)).map(({ identity }) => identity),
    names(two),
  );
  await lines.present(thisBox, names(one, two));
  t.equal(effectiveOf([one, two], await lines.of(thisBox)), "unknown");
  t.same(await lines.of(otherBox), []);
});
