import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { compactJournal } from "../../../src/agent/daemon/compact-journal.ts";
import { openJournal } from "../../../src/agent/journal/open-journal.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { otherBox, thisBox } from "../journal/example-journal.ts";
import { openExample } from "./open-example.ts";

const network = "127.81.89";
const keepMs = 730 * 86_400_000;
const today = new Date("2026-05-01T12:00:00Z");
const { signal } = new AbortController();

t.test("entries older than the journal is kept leave it, those within stay", async (t) => {
  const { site, write, numbers } = await example(t, 0);
  await write("2023-01-01", (entries) => entries.seen({ serial: thisBox, action: "restart" }));
  await write("2024-04-30", (entries) => entries.seen({ serial: thisBox, action: "restart" }));
  await write("2024-05-02", (entries) => entries.seen({ serial: thisBox, action: "restart" }));
  await write("2026-04-30", (entries) => entries.seen({ serial: thisBox, action: "restart" }));
  await compactJournal(site, keepMs, signal);
  t.same(await numbers(), [3, 4]);
});

t.test("an intent goes with its result, and what was spent and is not settled stays", async (t) => {
  const { site, write, numbers } = await example(t, 1);
  await write("2023-01-01", async (entries) => {
    await entries.result(await entries.intend({ serial: thisBox, action: "create-key" }), "done", {
      serial: thisBox,
      action: "create-key",
    });
    await entries.intend({ serial: otherBox, action: "create-key", detail: { requestId: "cut off" } });
    await entries.intend({ serial: otherBox, action: "deliver" });
    await entries.intend({ serial: thisBox, action: "claim" });
  });
  await write("2026-04-30", (entries) => entries.result(5, "done", { serial: thisBox, action: "claim" }));
  await compactJournal(site, keepMs, signal);
  t.same(await numbers(), [3, 5, 6]);
  t.match(await site.journal.entries.unresolvedSpending(otherBox), [{ id: 3 }]);
  t.same(await site.journal.entries.unresolvedSpending(thisBox), []);
});

t.test("what was written while the clock was wrong is as old as what stands beside it", async (t) => {
  const { site, write, numbers } = await example(t, 2);
  await write("2023-01-01", (entries) => entries.seen({ action: "restart" }));
  await write("2100-01-01", (entries) => entries.seen({ action: "restart" }));
  await write("2026-04-29", (entries) => entries.seen({ action: "restart" }));
  await write("1970-01-01", (entries) => entries.seen({ action: "restart" }));
  await compactJournal(site, keepMs, signal);
  t.same(await numbers(), [3, 4]);
});

t.test("nothing is deleted while the clock cannot be trusted", async (t) => {
  const { site, write, numbers } = await example(t, 3);
  await write("2023-01-01", (entries) => entries.seen({ action: "restart" }));
  await compactJournal({ ...site, clockDoubt: () => "it stood still" }, keepMs, signal);
  t.same(await numbers(), [1]);
});

t.test("another process writes between the portions, and never waits for the whole", async (t) => {
  const { site, write, file } = await example(t, 4);
  await write("2023-01-01", (entries) => entries.seen({ action: "restart" }));
  using other = new DatabaseSync(file, { timeout: 10_000 });
  other.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO entry (at, action, phase, detail) SELECT '2023-01-02T00:00:00.000Z', 'restart', 'seen', '{}' FROM n`);
  const count = () => Number(other.prepare("SELECT count(*) AS c FROM entry").get()?.["c"]);
  const compacting = compactJournal(site, keepMs, signal);
  const seen = new Set<number>();
  while (count() > 3) {
    seen.add(count());
    other.exec("INSERT INTO fact VALUES ('written', 'beside') ON CONFLICT DO UPDATE SET value = value");
    await setTimeout(5);
  }
  await compacting;
  t.ok(seen.size > 5, "portion after portion");
  t.equal(count(), 0);
});

t.test("an intent that is deleted is looked up by index among the results", async (t) => {
  const { file } = await example(t, 5);
  using database = new DatabaseSync(file);
  const plan = database.prepare("EXPLAIN QUERY PLAN SELECT 1 FROM entry WHERE intent = 7").all();
  t.match(plan, [{ detail: /entry_by_intent/ }]);
});

async function example(t: Test, block: number) {
  const started = await startSite(t, { network, block });
  const opened = await openExample(t, started);
  const clock = {
    now: () => today,
    monotonicMs: () => performance.now(),
    sleep: (_: number, until: AbortSignal) => setTimeout(5, undefined, { signal: until }),
  };
  const file = join(started.folder, "state", "journal.db");
  type Entries = (typeof opened.journal)["entries"];
  return {
    file,
    site: { ...opened, clock },
    async write(day: string, work: (entries: Entries) => Promise<unknown>) {
      await using journal = await openJournal(file, () => new Date(`${day}T00:00:00Z`));
      await work(journal.entries);
    },
    numbers: async () => (await opened.journal.entries.list({ limit: 100 })).map(({ id }) => id),
  };
}
