import t from "tap";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { exampleJournal } from "./example-journal.ts";

const serial = parseSerialNumber("00-90-33-01-02-9f");
const at = (minute: number) => new Date(Date.UTC(2026, 10, 25, 12, minute));

t.test("a box stands where it stands since its outcome became that one", async (t) => {
  const { states } = (await exampleJournal(t)).journal;
  await states.passed([{ serial, outcome: "in-step", failures: 0 }], at(0));
  await states.passed([{ serial, outcome: "in-step", failures: 0 }], at(1));
  t.match(await states.of(serial), { outcome: "in-step", since: at(0).toISOString(), passedAt: at(1).toISOString() });
  const error = { code: "unreachable", message: "nothing answers" };
  await states.passed([{ serial, outcome: "failed", failures: 1, error }], at(2));
  t.match(await states.all(), [{ outcome: "failed", since: at(2).toISOString(), error, failures: 1 }]);
});

t.test(
  "a box is due when its next try has come, when a person woke it, and when a wrong clock planned it",
  async (t) => {
    const { states } = (await exampleJournal(t)).journal;
    const latest = at(50);
    await states.passed([{ serial, outcome: "failed", failures: 3, nextTryAt: at(10).toISOString() }], at(0));
    t.same(await states.due(at(9), latest), []);
    t.same(await states.due(at(10), latest), [serial]);
    t.same(await states.due(new Date(0), at(5)), [serial], "the clock was set back");
    await states.wake(serial, at(1));
    t.same(await states.due(at(1), latest), [serial]);
    t.match(await states.of(serial), { failures: 0 });
  },
);

t.test("what a pass could not find out stays as an earlier one found it", async (t) => {
  const { states } = (await exampleJournal(t)).journal;
  const shortfalls = [{ code: "short-of-licenses", message: "3 too few" }];
  await states.passed([{ serial, outcome: "short-of-licenses", failures: 0, answered: true, shortfalls }], at(0));
  await states.passed([{ serial, outcome: "failed", failures: 1 }], at(1));
  t.match(await states.of(serial), { shortfalls, answeredAt: at(0).toISOString(), passedAt: at(1).toISOString() });
  await states.passed([{ serial, outcome: "in-step", failures: 0, answered: true, shortfalls: [] }], at(2));
  t.same((await states.of(serial))?.shortfalls, []);
});
