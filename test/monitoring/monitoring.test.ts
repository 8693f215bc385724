import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import t from "tap";
import { createMetrics } from "../../src/agent/daemon/metrics.ts";
import { openJournal } from "../../src/agent/journal/open-journal.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { findPeer, realPeer } from "../real-peer.ts";

const run = promisify(execFile);
const file = (name: string) => fileURLToPath(new URL(`../../monitoring/${name}`, import.meta.url));
const promtool = findPeer("promtool") ?? "promtool";

t.test("Prometheus takes the alert rules", realPeer("promtool"), async (t) => {
  const { stdout } = await run(promtool, ["check", "rules", file("varsync.rules.yml")]);
  t.match(stdout, /SUCCESS: 8 rules found/);
});

t.test("every metric that the rules and the dashboard ask for is one that the service has", async (t) => {
  await using journal = await openJournal(join(t.testdir(), "journal.db"), () => new Date());
  const pool = { name: "pool", balance: async () => [{ type: "PBX-Operators", loaded: 2, used: 1, left: 1 }] } as const;
  const metrics = await createMetrics();
  const { listener } = metrics;
  const page = metrics.page({ journal, sources: [pool], boxes: new Map() });
  const serial = parseSerialNumber("00-90-33-01-02-9f");
  await journal.states.passed([{ serial, outcome: "failed", failures: 1 }], new Date());
  await journal.breakers.trip(`box:${serial}`, "not-back", "it is not back", new Date());
  await journal.facts.set("last-round", JSON.stringify({ endedAt: "2026-03-01T00:00:00Z" }));
  listener.keysCreated?.({ serial, type: "PBX-Operators", count: 1 });
  listener.lineDelivered?.({ serial, type: "PBX-Operators", count: 1 });
  const text = await page.text();
  t.match(text, 'varsync_boxes{outcome="failed"} 1');
  t.match(text, `varsync_box_breaker{serial="${serial}"} 1`);
  t.match(text, 'varsync_pool_left{type="PBX-Operators"} 1');
  t.match(text, 'varsync_license_keys_created_total{type="PBX-Operators"} 1');
  for (const name of ["varsync.rules.yml", "grafana-dashboard.json"]) {
    const asked = (await readFile(file(name), "utf8")).match(/varsync_[a-z_]+/g) ?? [];
    for (const metric of new Set(asked)) t.match(text, new RegExp(`^${metric}[{ ]`, "m"), metric);
  }
  const known = await journal.states.of(serial);
  t.equal(known?.outcome, "failed");
});
