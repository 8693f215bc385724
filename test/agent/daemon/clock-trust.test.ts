import t from "tap";
import { clockTrust } from "../../../src/agent/daemon/clock-trust.ts";
import { exampleJournal } from "../journal/example-journal.ts";

const now = new Date("2026-11-25T12:00:00Z");
const hours = (count: number) => count * 3_600_000;

t.test("a clock in 1970 or in 2100 is not trusted", async (t) => {
  const trust = await clockTrust((await exampleJournal(t)).journal.facts);
  t.equal(trust.doubt(now), undefined);
  t.match(trust.doubt(new Date(0)), /1970/);
  t.match(trust.doubt(new Date("2100-01-01")), /2100/);
});

t.test("a clock is not trusted before the latest time that was right, also by the next run", async (t) => {
  const { journal } = await exampleJournal(t);
  await (await clockTrust(journal.facts)).observe(now, 0);
  const next = await clockTrust(journal.facts);
  t.match(next.doubt(new Date(now.getTime() - hours(1))), /later before/);
  t.match(next.doubt(new Date("2030-01-01")), /release clock/);
  await journal.facts.forget("clock-mark");
  await next.observe(new Date("2030-01-01"), 0);
  t.equal(next.doubt(new Date("2030-01-01")), undefined, "a person said that it is right");
});

t.test("a clock that jumped is trusted after an hour of running steadily", async (t) => {
  const trust = await clockTrust((await exampleJournal(t)).journal.facts);
  await trust.observe(new Date(now.getTime() - hours(3)), 0);
  await trust.observe(now, 1000);
  t.match(trust.doubt(now), /jumped/);
  const later = new Date(now.getTime() + hours(1));
  await trust.observe(later, 1000 + hours(1));
  t.equal(trust.doubt(later), undefined);
});

t.test("a jump is noticed by whoever asks first", async (t) => {
  const trust = await clockTrust((await exampleJournal(t)).journal.facts);
  await trust.observe(new Date(now.getTime() - hours(3)), 0);
  t.match(trust.doubt(now, 1000), /jumped/);
});

t.test("a clock that was far ahead for a while and is right again does not wait for that time", async (t) => {
  const { journal } = await exampleJournal(t);
  const trust = await clockTrust(journal.facts);
  await trust.observe(new Date("2100-01-01"), 0);
  await trust.observe(now, 5000);
  await trust.observe(new Date(now.getTime() + hours(1)), 5000 + hours(1));
  t.equal(trust.doubt(new Date(now.getTime() + hours(1))), undefined);
});
