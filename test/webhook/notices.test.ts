import { join } from "node:path";
import t from "tap";
import { openJournal } from "../../src/agent/journal/open-journal.ts";
import { type Condition, type Notice, updateNotices } from "../../src/webhook/notices.ts";
import { listDeliveries } from "../../src/webhook/outbox.ts";

const hours = 3_600_000;
const start = Date.parse("2026-03-01T10:00:00Z");
const at = (afterHours: number) => new Date(start + afterHours * hours);
const body = ({ kind, message }: Notice) => `${kind}: ${message}`;
const audience = [{ destination: "https://hook.example/", events: ["approval", "pool-unreachable"], body }];
const approval: Condition = { subject: "approval:x", event: "approval", message: "box x waits", afterMs: 0 };
const pool: Condition = {
  subject: "pool-unreachable",
  event: "pool-unreachable",
  message: "no pool",
  afterMs: 24 * hours,
};
const short: Condition = { subject: "short:x", event: "short", message: "too few", afterMs: 0 };

t.test("each is told once, daily while it holds, and when it is over; also after a restart", async (t) => {
  const file = join(t.testdir(), "journal.db");
  const told = async (conditions: readonly Condition[], hour: number) => {
    await using journal = await openJournal(file, () => at(hour));
    const before = (await listDeliveries(journal.outbox)).length;
    await updateNotices(journal.outbox, async () => conditions, audience, at(hour));
    return (await listDeliveries(journal.outbox)).slice(before).map((delivery) => delivery.body);
  };
  t.same(await told([approval], 0), ["new: box x waits"]);
  t.same(await told([approval], 1), []);
  t.same(await told([approval], 23), []);
  t.same(await told([approval], 24), ["reminder: box x waits"]);
  t.same(await told([approval], 25), []);
  t.same(await told([], 26), ["all-clear: box x waits"]);
  t.same(await told([], 50), []);
  t.same(await told([pool], 60), [], "only after a day");
  t.same(await told([pool], 83), []);
  t.same(await told([pool], 84), ["new: no pool"]);
  t.same(await told([], 85), ["all-clear: no pool"]);
  t.same(await told([pool], 90), []);
  t.same(await told([], 91), [], "what nobody was told is over without a word");
  t.same(await told([short], 92), [], "nobody wants to hear it");
});

t.test("what nobody could find out stays as it was: told on where it was told, and else not begun", async (t) => {
  await using journal = await openJournal(join(t.testdir(), "journal.db"), () => at(0));
  const told = async (conditions: readonly Condition[], hour: number) => {
    const before = (await listDeliveries(journal.outbox)).length;
    await updateNotices(journal.outbox, async () => conditions, audience, at(hour));
    return (await listDeliveries(journal.outbox)).slice(before).map((delivery) => delivery.body);
  };
  const unsure = { ...approval, unsure: true };
  t.same(await told([unsure], 0), []);
  t.same(await told([approval], 1), ["new: box x waits"]);
  t.same(await told([unsure], 2), []);
  t.same(await told([unsure], 25), ["reminder: box x waits"]);
  t.same(await told([], 26), ["all-clear: box x waits"]);
});
