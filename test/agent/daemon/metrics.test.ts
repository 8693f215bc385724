import { join } from "node:path";
import t from "tap";
import { createMetrics } from "../../../src/agent/daemon/metrics.ts";
import { openJournal } from "../../../src/agent/journal/open-journal.ts";
import type { KeySource } from "../../../src/agent/keys/key-source.ts";
import { rememberedSource } from "../../../src/agent/keys/remembered-source.ts";

const unreachable = Object.assign(new Error("nobody answers"), { code: "pool-unreachable" });

for (const [how, balance] of [
  ["cannot be reached", () => Promise.reject(unreachable)],
  ["never answers", () => new Promise<never>(() => undefined)],
] as const) {
  t.test(`a pool that ${how} is not up, and the page comes all the same`, async (t) => {
    const folder = t.testdir();
    await using journal = await openJournal(join(folder, "journal.db"), () => new Date());
    const pool = { name: "pool", balance } as Partial<KeySource> as KeySource;
    const { page } = await createMetrics(journal, [rememberedSource(pool, folder)]);
    const text = await page.text();
    t.match(text, /^varsync_pool_up 0$/m);
    t.notMatch(text, /^varsync_pool_left\{/m);
  });
}
