import { setTimeout } from "node:timers/promises";
import type { Journal } from "../journal/open-journal.ts";
import type { KeySource } from "../keys/key-source.ts";
import type { SiteEvents } from "../reconcile/site-events.ts";
import type { MetricsPage } from "./serve-health.ts";

export interface Metrics {
  readonly listener: Partial<SiteEvents>;
  readonly page: MetricsPage;
}

/** Seconds; a pass that waits for a restart takes minutes. */
const passBuckets = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

/** A pool that answers later counts as one that does not: Prometheus itself waits for 10 seconds. */
const patienceMs = 5000;

/** Counts what the service does, for Prometheus. The library is loaded only now: most sites never need it. */
export async function createMetrics(
  journal: Pick<Journal, "states" | "breakers" | "facts">,
  sources: readonly Pick<KeySource, "name" | "balance">[],
): Promise<Metrics> {
  const { Counter, Gauge, Histogram, Registry } = await import("prom-client");
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });

  const rounds = counter("varsync_rounds_total", "Rounds over the whole site that ended");
  const created = counter("varsync_license_keys_created_total", "License keys created", ["type"]);
  const lines = counter("varsync_lines_delivered_total", "License lines delivered to boxes and read back");
  const resets = counter("varsync_resets_total", "Resets sent to boxes");
  const name = "varsync_pass_duration_seconds";
  const passes = new Histogram({ name, help: "How long passes took", buckets: passBuckets, registers });
  const boxes = gauge("varsync_boxes", "Boxes by the outcome of their last pass", ["outcome"]);
  const lastRound = gauge("varsync_last_round_timestamp_seconds", "When the last round ended");
  const breakers = gauge("varsync_box_breaker", "1 for each box that is set aside", ["serial"]);
  const standsBack = gauge("varsync_agent_stands_back", "1 while nothing is written until a person says release agent");
  const left = gauge("varsync_pool_left", "What is left of the balance", ["type"]);
  const up = gauge("varsync_pool_up", "Whether the pool answers");

  const pool = sources.find((source) => source.name === "pool");
  if (pool === undefined) registry.removeSingleMetric("varsync_pool_up");

  const read = async () => {
    boxes.reset();
    for (const { outcome } of await journal.states.all()) boxes.inc({ outcome });
    breakers.reset();
    for (const { scope } of await journal.breakers.all()) {
      if (scope.startsWith("box:")) breakers.set({ serial: scope.slice("box:".length) }, 1);
    }
    standsBack.set((await journal.facts.get("stand-back")) === undefined ? 0 : 1);
    const round = await journal.facts.lastRound();
    if (round !== undefined) lastRound.set(Date.parse(round.endedAt) / 1000);
    if (pool === undefined) return;
    left.reset();
    const balance = await within(patienceMs, pool.balance());
    for (const line of balance ?? []) left.set({ type: line.type }, line.left);
    up.set(balance === undefined ? 0 : 1);
  };
  const render = async () => {
    await read();
    return await registry.metrics();
  };
  let rendering: Promise<string> | undefined;
  return {
    listener: {
      passEnded: (_, tookMs) => passes.observe(tookMs / 1000),
      roundEnded: ({ kind }) => {
        if (kind === "round") rounds.inc();
      },
      keysCreated: ({ type }) => created.inc({ type }),
      lineDelivered: () => lines.inc(),
      resetSent: () => resets.inc(),
    },
    page: {
      contentType: registry.contentType,
      /** Everybody who asks at the same time gets the same page. */
      text() {
        rendering ??= render().finally(() => {
          rendering = undefined;
        });
        return rendering;
      },
    },
  };
}

/** `undefined` where it fails, or takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([work, setTimeout(milliseconds, undefined, { signal: over.signal })]);
  } catch {
    return undefined;
  } finally {
    over.abort();
  }
}
