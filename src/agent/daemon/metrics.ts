import { setTimeout } from "node:timers/promises";
import { breakerFor } from "../journal/breakers.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { KeySource } from "../keys/key-source.ts";
import { type Enrolling, enrolledSerials } from "../reconcile/enrolled-serials.ts";
import type { SiteEvents } from "../reconcile/site-events.ts";
import type { MetricsPage } from "./serve-health.ts";

/** What is counted belongs to the process, also over a new configuration; what is looked up, to the site as it is now. */
export interface Metrics {
  readonly listener: Partial<SiteEvents>;
  /** Of the site as configured now; one at a time. */
  page(site: MeasuredSite): MetricsPage;
}

interface MeasuredSite extends Enrolling {
  readonly journal: Pick<Journal, "states" | "breakers" | "facts" | "boxes">;
  readonly sources: readonly Pick<KeySource, "name" | "balance">[];
}

/** Seconds; a pass that waits for a restart takes minutes. */
const passBuckets = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

/** A pool that answers later counts as one that does not: Prometheus itself waits for 10 seconds. */
const patienceMs = 5000;

/** Counts what the service does, for Prometheus. The library is loaded only now: most sites never need it. */
export async function createMetrics(): Promise<Metrics> {
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
  const setAside = gauge("varsync_box_breaker", "1 for each box that is set aside, itself or its profile", ["serial"]);
  const standsBack = gauge("varsync_agent_stands_back", "1 while nothing is written until a person says release agent");
  const left = gauge("varsync_pool_left", "What is left of the balance", ["type"]);
  const up = gauge("varsync_pool_up", "Whether the pool answers");

  const read = async (site: MeasuredSite, pool: MeasuredSite["sources"][number] | undefined) => {
    const { journal } = site;
    boxes.reset();
    for (const { outcome } of await journal.states.all()) boxes.inc({ outcome });
    setAside.reset();
    for (const serial of await serialsSetAside(site)) setAside.set({ serial }, 1);
    standsBack.set((await journal.facts.get("stand-back")) === undefined ? 0 : 1);
    const round = await journal.facts.lastRound();
    if (round !== undefined) lastRound.set(Date.parse(round.endedAt) / 1000);
    left.reset();
    if (pool === undefined) return;
    const balance = await within(patienceMs, pool.balance());
    for (const line of balance ?? []) left.set({ type: line.type }, line.left);
    up.set(balance === undefined ? 0 : 1);
  };
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
    page(site) {
      const pool = site.sources.find((source) => source.name === "pool");
      registry.removeSingleMetric("varsync_pool_up");
      if (pool !== undefined) registry.registerMetric(up);
      const render = async () => {
        await read(site, pool);
        return await registry.metrics();
      };
      let rendering: Promise<string> | undefined;
      return {
        contentType: registry.contentType,
        /** Everybody who asks at the same time gets the same page. */
        text() {
          rendering ??= render().finally(() => {
            rendering = undefined;
          });
          return rendering;
        },
      };
    },
  };
}

/** Boxes that are not written until a person has looked, each by itself or with all of its profile. */
async function serialsSetAside(site: MeasuredSite): Promise<Iterable<string>> {
  const open = await site.journal.breakers.all();
  const own = open.flatMap(({ scope }) => (scope.startsWith("box:") ? scope.slice("box:".length) : []));
  if (own.length === open.length) return own;
  const enrolled = new Set(await enrolledSerials(site));
  const known = (await site.journal.boxes.all()).filter(({ serial }) => enrolled.has(serial));
  const aside = known.filter((box) => breakerFor(open, box) !== undefined);
  return new Set([...own, ...aside.map(({ serial }) => serial)]);
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
