import { join } from "node:path";
import t from "tap";
import { createMetrics } from "../../../src/agent/daemon/metrics.ts";
import { openJournal } from "../../../src/agent/journal/open-journal.ts";
import type { KeySource } from "../../../src/agent/keys/key-source.ts";
import { rememberedSource } from "../../../src/agent/keys/remembered-source.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";

const unreachable = Object.assign(new Error("nobody answers"), { code: "pool-unreachable" });

for (const [how, balance] of [
  ["cannot be reached", () => Promise.reject(unreachable)],
  ["never answers", () => new Promise<never>(() => undefined)],
] as const) {
  t.test(`a pool that ${how} is not up, and the page comes all the same`, async (t) => {
    const folder = t.testdir();
    await using journal = await openJournal(join(folder, "journal.db"), () => new Date());
    const pool = { name: "pool", balance } as Partial<KeySource> as KeySource;
    const metrics = await createMetrics();
    const page = metrics.page({ journal, sources: [rememberedSource(pool, folder)], boxes: new Map() });
    const text = await page.text();
    t.match(text, /^varsync_pool_up 0$/m);
    t.notMatch(text, /^varsync_pool_left\{/m);
  });
}

t.test("a box that is set aside with its profile is counted as one that is set aside, until release", async (t) => {
  const folder = t.testdir();
  await using journal = await openJournal(join(folder, "journal.db"), () => new Date());
  const [enrolled, stranger, other] = [1, 2, 3].map((digit) => parseSerialNumber(`00-90-33-01-02-0${digit}`));
  if (!enrolled || !stranger || !other) throw new Error("three boxes");
  await journal.boxes.remember({ serial: enrolled, profile: "ip400" });
  await journal.boxes.enroll(enrolled, new Date());
  await journal.boxes.remember({ serial: stranger, profile: "ip400" });
  await journal.breakers.trip("profile:ip400", "line-lost", "a line was lost", new Date());
  await journal.breakers.trip(`box:${other}`, "not-back", "not back", new Date());
  const page = (await createMetrics()).page({ journal, sources: [], boxes: new Map() });
  const counted = async () => (await page.text()).match(/^varsync_box_breaker\{.*$/gm)?.sort() ?? [];
  t.same(await counted(), [`varsync_box_breaker{serial="${enrolled}"} 1`, `varsync_box_breaker{serial="${other}"} 1`]);
  await journal.breakers.release("profile:ip400");
  t.same(await counted(), [`varsync_box_breaker{serial="${other}"} 1`]);
});

t.test("what was counted stays over a new configuration, and what that does not have is gone", async (t) => {
  const folder = t.testdir();
  await using journal = await openJournal(join(folder, "journal.db"), () => new Date());
  const balance = async () => [{ type: "PBX-Operators", loaded: 2, used: 1, left: 1 }];
  const metrics = await createMetrics();
  const site = { journal, boxes: new Map() };
  const withPool = { ...site, sources: [{ name: "pool", balance } as const] };
  metrics.listener.resetSent?.({ serial: parseSerialNumber("00-90-33-01-02-9f"), how: "now" });
  t.match(
    await metrics.page(withPool).text(),
    /^varsync_resets_total 1$(.|\n)*^varsync_pool_left\{.*\} 1$(.|\n)*^varsync_pool_up 1$/m,
  );
  const without = await metrics.page({ ...site, sources: [] }).text();
  t.match(without, /^varsync_resets_total 1$/m);
  t.notMatch(without, /^varsync_pool_(up|left\{)/m);
  t.match(await metrics.page(withPool).text(), /^varsync_pool_up 1$/m);
});
