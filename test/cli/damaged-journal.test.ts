import { open, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { openJournal } from "../../src/agent/journal/open-journal.ts";
import { holdAgentLock } from "../../src/cli/site/agent-lock.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { licensesOn, startSite } from "./site-fixture.ts";

const network = "127.84.90";
t.jobs = 4;
t.setTimeout(120_000);
const apply = ["apply", "--all", "--yes"] as const;
const at = new Date("2026-05-01T12:00:00Z");

/** What can happen to a file, and how many of the 600 boxes in it may be lost by that. */
const damages: readonly (readonly [how: string, damage: (file: string) => Promise<unknown>, mostLost: number])[] = [
  ["bytes in the middle are overwritten", (file) => overwrite(file, 0.5), 100],
  ["the page of the schema is overwritten", (file) => overwrite(file, 0), 600],
  ["its end is missing", async (file) => truncate(file, (await size(file)) / 2), 600],
  ["it is text", (file) => writeFile(file, "this is no database\n".repeat(1000)), 600],
  ["it is empty", (file) => truncate(file, 0), 600],
];

for (const [block, [how, damage, mostLost]] of damages.entries()) {
  t.test(`a journal is set aside and made anew when ${how}`, { buffered: true }, async (t) => {
    const site = await startSite(t, { network, block, licenses: { "PBX-Registrations": 37 } });
    t.same(
      (await site.run(...apply)).results.map(({ outcome }) => outcome),
      ["changed"],
    );
    const file = join(site.folder, "state", "journal.db");
    await fill(t, file);
    await damage(file);

    const healed = await site.run("apply", site.box.serial, "--yes");
    t.match(healed.stderr, "the journal was damaged");
    t.match(healed.stderr, /enroll boxes again/);
    t.equal(healed.code, 0);
    t.same(await site.keys(), ["PBX-Registrations=37"], "created once");
    t.same(licensesOn(site.box), ["Registrations=37"]);
    t.match(await site.balance(), { "PBX-Registrations": "100/37/63" });
    const files = await readdir(join(site.folder, "state"));
    t.equal(files.filter((name) => /^journal\.db\.damaged-[^a-z]+Z$/.test(name)).length, 1);
    t.notOk(
      files.some((name) => /rebuil|damage-met/.test(name)),
      files.join(" "),
    );
    using database = new DatabaseSync(file);
    t.ok(Number(database.prepare("SELECT count(*) AS c FROM box").get()?.["c"]) >= 600 - mostLost);

    const again = await site.run("apply", site.box.serial, "--yes");
    t.notMatch(again.stderr, "the journal was damaged");
    t.same(
      again.results.map(({ outcome }) => outcome),
      ["in-step"],
    );
    const noted = database.prepare("SELECT detail FROM entry WHERE action = 'rebuild-journal'").all();
    t.match(noted, [{ detail: /journal\.db\.damaged-/ }]);
  });
}

t.test("what a person decided is carried over", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 5, licenses: {} });
  await site.run(...apply);
  const file = join(site.folder, "state", "journal.db");
  await fill(t, file);
  const serial = parseSerialNumber("00-90-33-01-02-9f");
  await using before = await openJournal(file, () => at);
  await before.boxes.enroll(serial, at);
  await before.breakers.trip(`box:${serial}`, "not-back", "it did not come back", at);
  await before.refused.refuse(serial, { user: "admin", password: "wrong" }, at);
  await before.wires.pinHostKey(serial, "SHA256:abc");
  await before.resets.take(serial, "when-idle", at);
  await before.lines.delivered(serial, "line", at);
  await before.facts.set("agent-id", "this one");
  await before[Symbol.asyncDispose]();
  await overwriteTable(file, "entry");

  t.match((await site.run("status")).stderr, "the journal was damaged");
  await using journal = await openJournal(file, () => at);
  t.match(await journal.boxes.find(serial), { enrolledAt: at.toISOString() });
  t.match(await journal.breakers.all(), [{ scope: `box:${serial}`, code: "not-back" }]);
  t.ok(await journal.refused.isRefused(serial, { user: "admin", password: "wrong" }));
  t.equal(journal.wires.hostKey(serial), "SHA256:abc");
  t.match(await journal.resets.of(serial), { how: "when-idle" });
  t.match(await journal.lines.of(serial), [{ identity: "line" }]);
  t.equal(await journal.facts.get("agent-id"), "this one");
});

t.test("beside an agent nobody moves the file, and is told what to do", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 6, licenses: {} });
  await site.run(...apply);
  const file = join(site.folder, "state", "journal.db");
  await writeFile(file, "no database\n".repeat(1000));
  using _agent = holdAgentLock(join(site.folder, "state"));
  const refused = await site.run("status");
  t.equal(refused.code, 1);
  t.match(refused.document, { error: { code: "store-unusable", message: /is damaged.*restart the agent/ } });
  t.notOk((await readdir(join(site.folder, "state"))).some((name) => name.includes("damaged-")));
});

t.test(
  "a service that meets damage ends with an error, and is sound when it starts again",
  { buffered: true },
  async (t) => {
    const schedule = { reconcile: "* * * * * *", jitter: "0s" };
    const site = await startSite(t, { network, block: 7, licenses: { "PBX-Registrations": 37 }, config: { schedule } });
    await site.run(...apply);
    const service = site.start(["agent", "--log-level", "info"]);
    const file = join(site.folder, "state", "journal.db");
    let said = "";
    await new Promise<void>((resolve) =>
      service.child.stderr?.on("data", (data: Buffer) => {
        said += data.toString();
        if (said.includes("round ended")) resolve();
      }),
    );
    // The service's log or memory may still hold the page as it was: damage stays only if it is done often enough.
    while (service.child.exitCode === null) {
      await damageBeside(file, "box");
      await setTimeout(300);
    }
    const ended = await service.ended;
    t.equal(ended.code, 1);
    t.match(ended.stderr, "the journal is damaged; the service ends");
    const healed = await site.run("agent", "--once");
    t.match(healed.stderr, "the journal was damaged");
    t.same(
      healed.results.map(({ outcome }) => outcome),
      ["in-step"],
    );
    t.same(await site.keys(), ["PBX-Registrations=37"]);
  },
);

/** 600 enrolled boxes and 3000 entries; all in the file itself, nothing in its log. */
async function fill(t: Test, file: string): Promise<void> {
  using database = new DatabaseSync(file);
  database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
    INSERT INTO box (serial, enrolled_at) SELECT printf('00-90-33-7f-%02x-%02x', i / 256, i % 256), '${at.toISOString()}' FROM n`);
  database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO entry (at, action, phase, detail) SELECT '${at.toISOString()}', 'restart', 'seen', '{}' FROM n`);
  t.match(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get(), { busy: 0 });
}

async function size(file: string): Promise<number> {
  await using handle = await open(file);
  return (await handle.stat()).size;
}

/** A page, from a page boundary on. @param place 0 is the beginning, 1 the end */
async function overwrite(file: string, place: number): Promise<void> {
  await writePages(file, [Math.floor(((await size(file)) * place) / 4096) + 1]);
}

/** Every page below the root page of a table, and that. */
async function overwriteTable(file: string, table: string): Promise<void> {
  using database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const row = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table);
  database.close();
  await writePages(file, [Number(row?.["rootpage"])]);
}

/** The same while a service has the file open; a write by somebody else makes it read its pages anew. */
async function damageBeside(file: string, table: string): Promise<void> {
  try {
    await overwriteTable(file, table);
    using database = new DatabaseSync(file);
    database.exec("INSERT INTO fact (name, value) VALUES ('test', '') ON CONFLICT DO UPDATE SET value = ''");
  } catch {
    // The service holds the file, or has just set it aside.
  }
}

/** Pages count from 1. */
async function writePages(file: string, pages: readonly number[]): Promise<void> {
  await using handle = await open(file, "r+");
  for (const page of pages) await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, (page - 1) * 4096);
}
